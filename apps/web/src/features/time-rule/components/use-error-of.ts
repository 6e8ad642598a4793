import { useFormContext } from "react-hook-form";

/** What is wrong with a field, or with something inside it (`startWhen.events`). */
export function useErrorOf(): (name: string) => string | undefined {
  const { formState } = useFormContext();
  return (name) => {
    const errors = Object.entries(formState.errors);
    const found = errors.find(([key]) => key === name || key.startsWith(`${name}.`));
    return found?.[1]?.message as string | undefined;
  };
}
