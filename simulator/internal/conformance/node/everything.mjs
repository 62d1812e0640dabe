// Calls every method of an SDK's families for data, with a user who has
// something of every resource, so that each answer is decoded with data in it.

// families are the groups of methods that are about data. Of a user only the
// methods that read devices are.
const families = [
  "activity", "sleep", "sleepCycle", "workouts", "body", "meal", "menstrualCycle", "electrocardiogram", "profile", "devices",
  "vitals", "providers", "introspect",
];
const dates = { startDate: "2025-12-01", endDate: "2026-02-01" };

// isEmpty is whether an answer holds no data, whatever its shape.
function isEmpty(answer) {
  if (Array.isArray(answer)) return answer.length === 0;
  const value = Object.values(answer)[0];
  return value === null || value === undefined || (typeof value === "object" && Object.keys(value).length === 0);
}

// everything calls the methods and tells check of each. called are those that
// were called before, elsewhere.
export async function everything({ flavor, client, call, check, post, setup, called }) {
  let userId;
  for (const provider of setup.everything.providers) {
    ({ user_id: userId } = await post("/_sim/v1/connections", { user: "everything", provider, fixture: setup.everything.fixture }));
  }
  await post("/_sim/v1/clock/advance", { by: "1d" });
  const methods = families.flatMap((family) =>
    Object.getOwnPropertyNames(Object.getPrototypeOf(client[family]))
      .filter((name) => name !== "constructor" && !name.startsWith("_"))
      .map((name) => [family, name]),
  );
  for (const [family, name] of methods) {
    const what = `${family}.${name}`;
    if (called.has(what)) continue; // it needs a record, and had one
    try {
      let answer;
      if (family === "providers") answer = await client.providers[name]({});
      else if (family === "introspect") answer = await client.introspect[name]({ userId });
      else if (name === "getRaw") answer = await call(family, name, { userId }, family === "profile" || family === "devices" ? { provider: "fitbit" } : { ...dates, provider: "fitbit" });
      else if (family === "profile") answer = await call(family, name, { userId });
      else answer = await call(family, name, { userId }, dates);
      check(!isEmpty(answer) || what === "vitals.cholesterolTotal" || what === "vitals.cholesterolHdl" || what === "vitals.cholesterolTriglycerides",
        `${what} is empty: ${JSON.stringify(answer)}`);
    } catch (error) {
      check(false, `${what}: ${error.message} ${JSON.stringify(error.body ?? error.errors ?? "")}`.slice(0, 600));
    }
  }
  const devices = await call("user", "getDevices", { userId });
  check(devices.length === 1, `devices ${JSON.stringify(devices)}`);
  const deviceId = devices[0].id;
  const device = flavor === "junction" ? await client.user.getDevice({ userId, deviceId }) : await client.user.getDevice(userId, deviceId);
  check(device.id === deviceId && device.provider === "fitbit", `device ${JSON.stringify(device)}`);
  check(methods.length > 90, `only ${methods.length} methods`);
}
