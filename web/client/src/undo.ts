// What was done and can be undone: steps that know both ways.

export interface Step {
  undo(): void | Promise<void>;
  redo(): void | Promise<void>;
}

export interface Doings {
  /** Note a step that was just done; what was undone before can then no longer be redone. */
  done(step: Step): void;
  undo(): Promise<void>;
  redo(): Promise<void>;
  readonly past: number;
  readonly future: number;
}

const MOST = 100;

/** Make an empty list of doings; `changed` is told whenever it changes. */
export function doings(changed: () => void = () => undefined): Doings {
  const past: Step[] = [];
  const future: Step[] = [];
  return {
    done(step) {
      past.push(step);
      if (past.length > MOST) past.shift();
      future.length = 0;
      changed();
    },
    async undo() {
      const step = past.pop();
      if (step === undefined) return;
      future.push(step);
      await step.undo();
      changed();
    },
    async redo() {
      const step = future.pop();
      if (step === undefined) return;
      past.push(step);
      await step.redo();
      changed();
    },
    get past() {
      return past.length;
    },
    get future() {
      return future.length;
    },
  };
}
