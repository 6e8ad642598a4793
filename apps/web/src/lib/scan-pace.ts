/** A trigger held too long reads a label twice; a person who means it needs longer. */
export const doubleReadMs = 700;
