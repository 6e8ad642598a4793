import { type QueryKey, useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { newIdempotencyKey } from "./http.ts";

interface Options<T> {
  /** Query keys that the change touches; asked again before the promise resolves. */
  touches?: QueryKey[];
  onDone?: (answer: T) => void;
}

/**
 * A button's or form's change. The key is kept until an answer arrives, so pressing again after a
 * lost connection repeats the same change instead of making it twice.
 */
export function useCommand<I, T>(
  send: (input: I, idempotencyKey: string) => Promise<T>,
  { touches = [], onDone }: Options<T> = {},
) {
  const client = useQueryClient();
  const kept = useRef<{ input: string; key: string } | null>(null);
  return useMutation<T, Error, I>({
    mutationFn: async (input) => {
      const text = JSON.stringify(input) ?? "";
      if (kept.current?.input !== text) kept.current = { input: text, key: newIdempotencyKey() };
      const answer = await send(input, kept.current.key);
      kept.current = null;
      return answer;
    },
    onSuccess: async (answer) => {
      await Promise.all(touches.map((queryKey) => client.invalidateQueries({ queryKey })));
      onDone?.(answer);
    },
    // A refusal is an answer too: the next press is a new change.
    onError: (error) => {
      if ("status" in error && error.status !== 0) kept.current = null;
    },
  });
}
