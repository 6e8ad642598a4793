import { type ComponentType, createElement, type ReactNode, Suspense } from "react";

type Components = Record<string, ComponentType<object>>;

interface Part {
  load(): Promise<void>;
  /** What was loaded. Suspends while it is on its way, throws when it did not come. */
  read(): Components;
}

/** Spread on the button that opens the part: whoever points at it will not wait after the click. */
export interface Reach {
  onPointerEnter: () => void;
  onFocus: () => void;
}

export type OnDemand<P> = ((props: P & { waiting?: ReactNode }) => ReactNode) & {
  preload: () => void;
  reach: Reach;
};

type PropsOf<C> = C extends ComponentType<infer P> ? P : never;

/**
 * A component whose code is loaded when somebody reaches for it, not with the page:
 * `const EditDrawer = onDemand(() => import("./edit-drawer.tsx"), "EditDrawer")`.
 * Parts of one file share one `load` function. `waiting` stands in its place on a slow line.
 */
export function onDemand<M extends object, K extends keyof M & string>(
  load: () => Promise<M>,
  name: K,
): OnDemand<PropsOf<M[K]>> {
  const part = partOf(load);
  const preload = () => void part.load();
  return Object.assign(
    ({ waiting, ...props }: PropsOf<M[K]> & { waiting?: ReactNode }) => (
      <Suspense fallback={waiting ?? null}>
        <Loaded part={part} name={name} props={props} />
      </Suspense>
    ),
    { preload, reach: { onPointerEnter: preload, onFocus: preload } },
  );
}

function Loaded({ part, name, props }: { part: Part; name: string; props: object }): ReactNode {
  return createElement(part.read()[name]!, props);
}

const parts = new WeakMap<() => Promise<object>, Part>();

function partOf(load: () => Promise<object>): Part {
  const part = parts.get(load) ?? createPart(load);
  parts.set(load, part);
  return part;
}

function createPart(fetchIt: () => Promise<object>): Part {
  let loaded: Components | undefined;
  let failure: unknown;
  let running: Promise<void> | undefined;
  const load = () => {
    running ??= fetchIt().then(
      (found) => {
        loaded = found as Components;
      },
      (cause: unknown) => {
        failure = cause;
        running = undefined;
      },
    );
    return running;
  };
  const read = () => {
    if (loaded) return loaded;
    const cause = failure;
    failure = undefined;
    // Told once, to the error page; the next attempt loads anew.
    if (cause !== undefined) throw cause;
    throw load();
  };
  return { load, read };
}
