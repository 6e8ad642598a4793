/**
 * Every person of a test has this password. It is hashed once a process, and recognised by that hash:
 * the tests of passwords themselves take others, or a server of its own, and wait for the real thing.
 */
export const testPassword = "correct horse battery";

const { hash, verify } = Bun.password;
let known: Promise<string> | undefined;
let knownHash = "";

Bun.password.hash = (password, options) => {
  if (password !== testPassword) return hash(password, options);
  known ??= hash(password, options).then((made) => {
    knownHash = made;
    return made;
  });
  return known;
};

Bun.password.verify = (password, given, algorithm) => {
  if (password === testPassword && given === knownHash) return Promise.resolve(true);
  return verify(password, given, algorithm);
};
