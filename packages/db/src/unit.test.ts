import { expect, test } from "bun:test";
import { eachDatabase } from "@lineside/testkit/database";
import type { Database, Tx } from "./database.ts";
import { foreignKeyViolation, uniqueViolation, violation } from "./errors.ts";
import { addPerson, at, findPerson, newPerson, person, renamePerson } from "./samples.ts";
import { type Params, statement } from "./statement.ts";

async function usernames(db: Database): Promise<string[]> {
  const rows = await db.read.selectFrom("auth_user").select("username").orderBy("id").execute();
  return rows.map((row) => row.username);
}

eachDatabase((_dialect, open) => {
  test("a unit is all or nothing", async () => {
    const db = await open();
    const failing = db.unit(async (tx) => {
      await tx.run(addPerson, newPerson("half"));
      throw new Error("the rule refused");
    });
    await expect(failing).rejects.toThrow("the rule refused");
    await failing.catch(() => {});
    expect(await usernames(db)).toEqual([]);
    const added = await db.unit((tx) => tx.change(addPerson, newPerson("whole")));
    expect(added).toBe(1);
    expect(await usernames(db)).toEqual(["whole"]);
  });

  test("a throwing unit undoes nothing of the units beside it", async () => {
    const db = await open();
    const outcomes = await Promise.allSettled(
      Array.from({ length: 20 }, (_, i) =>
        db.unit(async (tx) => {
          await tx.k
            .insertInto("auth_user")
            .values(person(`u${i}`))
            .execute();
          if (i % 3 === 0) throw new Error(`no ${i}`);
        }),
      ),
    );
    const expected = outcomes.flatMap(({ status }, i) => (status === "fulfilled" ? [`u${i}`] : []));
    expect(expected).toHaveLength(13);
    expect((await usernames(db)).toSorted()).toEqual(expected.toSorted());
  });

  test("a statement outside units beside an open unit is not undone with it", async () => {
    const db = await open();
    const opened = Promise.withResolvers<void>();
    const failing = db.unit(async (tx) => {
      await tx.run(addPerson, newPerson("inside"));
      opened.resolve();
      for (let i = 0; i < 50; i++) await tx.run(findPerson, { username: "inside" });
      throw new Error("no");
    });
    await opened.promise;
    await Promise.all([
      db.auto.insertInto("auth_user").values(person("outside")).execute(),
      failing.catch(() => {}),
    ]);
    expect(await usernames(db)).toEqual(["outside"]);
  });

  test("nobody reads what is not committed", async () => {
    const db = await open();
    await db.unit(async (tx) => {
      await tx.run(addPerson, newPerson("lead"));
      expect(await tx.run(findPerson, { username: "lead" })).toHaveLength(1);
      expect(await db.query(findPerson, { username: "lead" })).toEqual([]);
      expect(await usernames(db)).toEqual([]);
      expect(await db.auto.selectFrom("auth_user").select("id").execute()).toEqual([]);
    });
    expect(await usernames(db)).toEqual(["lead"]);
  });

  test("read refuses to write", async () => {
    const db = await open();
    await expect(db.read.insertInto("auth_user").values(person("x")).execute()).rejects.toThrow(
      /read-?only/,
    );
    await expect(db.query(addPerson, newPerson("y"))).rejects.toThrow(/read-?only/);
  });

  test("a transaction used after its unit ended throws, whether it was committed or undone", async () => {
    const db = await open();
    let kept: Tx | undefined;
    await db.unit(async (tx) => {
      kept = tx;
    });
    await expect(kept!.run(findPerson, { username: "x" })).rejects.toMatchObject({
      code: "UNIT_ENDED",
    });
    await expect(kept!.k.selectFrom("auth_user").select("id").execute()).rejects.toMatchObject({
      code: "UNIT_ENDED",
    });
    await expect(kept!.change(renamePerson, { username: "x", name: "y" })).rejects.toMatchObject({
      code: "UNIT_ENDED",
    });
    expect(() => kept!.onCommit(() => {})).toThrow("ended");
    const undone = db.unit(async (tx) => {
      kept = tx;
      throw new Error("no");
    });
    await undone.catch(() => {});
    await expect(kept!.run(addPerson, newPerson("ghost"))).rejects.toMatchObject({
      code: "UNIT_ENDED",
    });
    await Bun.sleep(1);
    expect(await usernames(db)).toEqual([]);
  });

  test("a unit inside a unit is refused instead of waiting for itself", async () => {
    const db = await open();
    const nested = db.unit(() => db.unit(async () => {}));
    await expect(nested).rejects.toMatchObject({ code: "UNIT_NESTED" });
    const single = db.unit(() => db.auto.insertInto("auth_user").values(person("x")).execute());
    await expect(single).rejects.toMatchObject({ code: "UNIT_NESTED" });
    await Promise.allSettled([nested, single]);
    expect(await db.unit(async () => "still works")).toBe("still works");
  });

  test("a failed statement dooms its unit, even when the caller swallows the error", async () => {
    const db = await open();
    await db.unit((tx) => tx.run(addPerson, newPerson("taken")));
    const swallowing = db.unit(async (tx) => {
      await tx.run(addPerson, newPerson("before"));
      await tx.run(addPerson, newPerson("taken")).catch(() => {});
    });
    const goingOn = db.unit(async (tx) => {
      await tx.run(addPerson, newPerson("taken")).catch(() => {});
      await tx.run(addPerson, newPerson("after"));
    });
    const errors = (await Promise.allSettled([swallowing, goingOn])).map((outcome) =>
      outcome.status === "rejected" ? uniqueViolation(outcome.reason) : "committed",
    );
    expect(errors).toEqual([true, true]);
    expect(await usernames(db)).toEqual(["taken"]);
  });

  test("a statement that nobody awaited and that fails dooms its unit as well", async () => {
    const db = await open();
    await db.unit((tx) => tx.run(addPerson, newPerson("taken")));
    const careless = db.unit(async (tx) => {
      await tx.run(addPerson, newPerson("before"));
      void tx.run(addPerson, newPerson("taken")).catch(() => {});
    });
    await expect(careless).rejects.toThrow();
    expect(await usernames(db)).toEqual(["taken"]);
  });

  test("onCommit runs after the commit, before unit() resolves, and not after a rollback", async () => {
    const db = await open();
    const seen: string[] = [];
    await db
      .unit(async (tx) => {
        tx.onCommit(() => seen.push("undone"));
        throw new Error("no");
      })
      .catch(() => seen.push("rejected"));
    const done = db.unit(async (tx) => {
      await tx.run(addPerson, newPerson("lead"));
      tx.onCommit(() => seen.push("committed"));
      tx.onCommit(() => {
        throw new Error("a listener's own trouble");
      });
      tx.onCommit(() => seen.push("committed too"));
      seen.push("working");
    });
    await done.then(() => seen.push("resolved"));
    expect(seen).toEqual(["rejected", "working", "committed", "committed too", "resolved"]);
  });

  test("change says how many rows the statement touched", async () => {
    const db = await open();
    const counts = await db.unit(async (tx) => [
      await tx.change(addPerson, newPerson("lead")),
      await tx.change(renamePerson, { username: "lead", name: "Lead" }),
      await tx.change(renamePerson, { username: "nobody", name: "Lead" }),
    ]);
    expect(counts).toEqual([1, 1, 0]);
    const { numUpdatedRows } = await db.auto
      .updateTable("auth_user")
      .set({ name: "L" })
      .where("username", "=", "lead")
      .executeTakeFirstOrThrow();
    expect(numUpdatedRows).toBe(1n);
  });

  test("a statement binds a name twice, keeps its constants, and misses no parameter", async () => {
    const db = await open();
    await db.unit((tx) => tx.run(addPerson, newPerson("lead")));
    const either = statement((k, p: Params<{ text: string; most: number }>) =>
      k
        .selectFrom("auth_user")
        .select(["username", "isActive"])
        .where("isActive", "=", true)
        .where((eb) => eb.or([eb("username", "=", p("text")), eb("name", "=", p("text"))]))
        .limit(p("most"))
        .forUpdate(),
    );
    const find = (text: string) => db.unit((tx) => tx.run(either, { text, most: 1 }));
    expect(await find("lead")).toEqual([{ username: "lead", isActive: true }]);
    expect(await find("nobody")).toEqual([]);
    await expect(db.query(findPerson, {} as { username: string })).rejects.toThrow('"username"');
  });

  test("violations name the table and columns", async () => {
    const db = await open();
    const user = person("lead");
    await db.auto.insertInto("auth_user").values(user).execute();
    const second = { ...person("other"), email: user.email };
    const taken = await caught(db.auto.insertInto("auth_user").values(second).execute());
    expect(violation(taken)).toEqual({ kind: "unique", table: "auth_user", columns: ["email"] });
    expect(uniqueViolation(taken, "email")).toBe(true);
    expect(uniqueViolation(taken, "username")).toBe(false);
    expect(uniqueViolation(new Error("wrapped", { cause: taken }))).toBe(true);

    const binding = { userId: user.id, roleId: "nobody's" };
    const dangling = await caught(db.auto.insertInto("auth_user_role").values(binding).execute());
    expect([foreignKeyViolation(dangling), uniqueViolation(dangling)]).toEqual([true, false]);
    expect(violation(new Error("something else"))).toBeNull();
  });

  test("a row that others refer to stays (RESTRICT), its own parts go with it (CASCADE)", async () => {
    const db = await open();
    const user = person("lead");
    const now = { createdAt: at, updatedAt: at };
    const role = {
      id: "r",
      code: "OP",
      name: "n",
      nameZh: "n",
      permissions: [],
      scope: "ALL",
      ...now,
    };
    await db.auto.insertInto("auth_user").values(user).execute();
    await db.auto.insertInto("auth_role").values(role).execute();
    await db.auto.insertInto("auth_user_role").values({ userId: user.id, roleId: "r" }).execute();
    const refused = await caught(db.auto.deleteFrom("auth_role").where("id", "=", "r").execute());
    expect(foreignKeyViolation(refused)).toBe(true);
    const remove = statement((k, p: Params<{ id: string }>) =>
      k.deleteFrom("auth_user").where("id", "=", p("id")),
    );
    expect(await db.unit((tx) => tx.change(remove, { id: user.id }))).toBe(1);
    expect(await db.read.selectFrom("auth_user_role").selectAll().execute()).toEqual([]);
  });

  test("close finishes what was accepted, and refuses what comes later", async () => {
    const db = await open();
    const accepted = db.unit((tx) => tx.run(addPerson, newPerson("last")).then(() => "done"));
    const closed = db.close();
    expect(await accepted).toBe("done");
    await closed;
    await expect(db.unit(async () => {})).rejects.toMatchObject({ code: "DATABASE_CLOSED" });
    await expect(db.query(findPerson, { username: "x" })).rejects.toMatchObject({
      code: "DATABASE_CLOSED",
    });
    await expect(db.read.selectFrom("auth_user").select("id").execute()).rejects.toMatchObject({
      code: "DATABASE_CLOSED",
    });
  });
});

async function caught(work: Promise<unknown>): Promise<unknown> {
  try {
    await work;
  } catch (error) {
    return error;
  }
  throw new Error("Nothing was thrown");
}
