import { CopyButton } from "./copy-button.tsx";

/** Text to carry elsewhere as it is: a key, a command. */
export function CodeBlock({ text, label }: { text: string; label: string }) {
  return (
    <div className="flex flex-col items-start gap-1">
      <pre
        translate="no"
        className="w-full rounded-md border border-line bg-sunken px-3 py-2 font-mono text-[13px] break-all whitespace-pre-wrap"
      >
        {text}
      </pre>
      <CopyButton text={text} label={label} />
    </div>
  );
}
