import { renderSVG } from "uqr";

/** A QR code of a number, for printouts and labels. */
export function Qr({ value, sizePx = 96 }: { value: string; sizePx?: number }) {
  const svg = renderSVG(value, { border: 1 });
  return (
    <span
      role="img"
      aria-label={value}
      className="inline-block bg-[#fff]"
      style={{ width: sizePx, height: sizePx }}
      // biome-ignore lint/security/noDangerouslySetInnerHtml: drawn by uqr from modules, holds no text of the value
      dangerouslySetInnerHTML={{ __html: svg }}
    />
  );
}
