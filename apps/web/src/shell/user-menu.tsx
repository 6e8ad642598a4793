import { Link, useNavigate } from "@tanstack/react-router";
import { ChevronDown, LogOut, Settings2, Volume2, VolumeX } from "lucide-react";
import { useState } from "react";
import { patch } from "~/lib/http.ts";
import {
  type Language,
  languages,
  setLanguage,
  useLanguage,
  useLocalName,
  useT,
} from "~/lib/i18n.ts";
import { signOut, useMe } from "~/lib/session.ts";
import { getMuted, play, setMuted } from "~/lib/sound.ts";
import { setTheme, type Theme, useTheme } from "~/lib/theme.ts";
import { Menu, MenuChoices, MenuItem, MenuLine } from "~/ui/menu.tsx";

export function UserMenu() {
  const me = useMe();
  const t = useT();
  const local = useLocalName();
  const actor = me.operator ?? me.user;
  return (
    <Menu
      trigger={
        <button
          type="button"
          className="flex min-h-9 max-w-48 items-center gap-2 rounded-md px-2 hover:bg-hover pointer-coarse:min-h-11"
        >
          <span
            aria-hidden
            className="grid size-7 shrink-0 place-items-center rounded-full bg-accent text-xs font-semibold text-on-accent"
          >
            {[...actor.name][0]?.toUpperCase()}
          </span>
          <span className="sr-only">{t("account")}:</span>
          <span className="truncate max-sm:sr-only">{actor.name}</span>
          <ChevronDown aria-hidden className="size-4 shrink-0 text-ink-3" />
        </button>
      }
    >
      <div className="px-2.5 py-1.5">
        <div className="font-medium">{actor.name}</div>
        <div className="text-[13px] text-ink-3">
          {me.operator
            ? t("operatorOn", { name: me.user.name })
            : me.roles.map(local).join(t("listSeparator"))}
        </div>
      </div>
      <MenuLine />
      <Preferences />
      <MenuLine />
      <MenuItem icon={Settings2} render={<Link to="/account" />}>
        {t("accountAndPassword")}
      </MenuItem>
      <SignOutItem />
    </Menu>
  );
}

/** Kept on this screen at once, and with the user for the next one. */
function Preferences() {
  const t = useT();
  const language = useLanguage();
  const theme = useTheme();
  const [isMuted, mute] = useState(getMuted);
  const keep = (body: object) => void patch("/auth/me", { body }).catch(() => undefined);
  return (
    <>
      <MenuChoices
        label={t("language")}
        value={language}
        choices={Object.entries(languages).map(([value, label]) => ({ value, label }))}
        onChange={(value) => {
          void setLanguage(value as Language);
          keep({ locale: value });
        }}
      />
      <MenuChoices
        label={t("theme")}
        value={theme}
        choices={(["system", "light", "dark"] as const).map((value) => ({
          value,
          label: t(`theme.${value}`),
        }))}
        onChange={(value) => {
          setTheme(value as Theme);
          keep({ theme: value.toUpperCase() });
        }}
      />
      <MenuItem
        icon={isMuted ? VolumeX : Volume2}
        onSelect={() => {
          setMuted(!isMuted);
          mute(!isMuted);
          play("ok");
        }}
      >
        {t(isMuted ? "sound.off" : "sound.on")}
      </MenuItem>
    </>
  );
}

function SignOutItem() {
  const t = useT();
  const navigate = useNavigate();
  return (
    <MenuItem
      icon={LogOut}
      onSelect={async () => {
        await signOut();
        await navigate({ to: "/sign-in" });
      }}
    >
      {t("signOut")}
    </MenuItem>
  );
}
