// Walks through the simulator with an official SDK, as an integration does:
// users, demo connections, webhooks verified by Svix's library, every resource,
// refresh, deregistering, and the errors that clients branch on.
//
// usage: node sdk.mjs junction|vital. It prints the URL of its receiver first,
// reads one JSON line {url, key, secret, providers, everything} from stdin, and
// prints a line per thing that is not as it should be. The last line is "done N".
import { createServer } from "node:http";
import { createInterface } from "node:readline";
import { JunctionClient } from "@junction-api/sdk";
import { VitalClient } from "@tryvital/vital-node";
import { Webhook } from "svix";
import { everything } from "./everything.mjs";

const flavor = process.argv[2];
let secret = "";
const received = {}; // by user and event type
let checks = 0;

function check(ok, text) {
  checks++;
  if (!ok) console.log(`wrong: ${text}`);
}

const receiver = createServer((request, response) => {
  const chunks = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", () => {
    try {
      const event = new Webhook(secret).verify(Buffer.concat(chunks), request.headers);
      const types = (received[event.user_id] ??= {});
      types[event.event_type] = (types[event.event_type] ?? 0) + 1;
      response.writeHead(204).end();
    } catch (error) {
      console.log(`wrong: a delivery does not verify: ${error.message}`);
      response.writeHead(401).end();
    }
  });
});
await new Promise((resolve) => receiver.listen(0, "127.0.0.1", resolve));
console.log(`http://127.0.0.1:${receiver.address().port}/`);

const lines = createInterface({ input: process.stdin });
const { value: line } = await lines[Symbol.asyncIterator]().next();
const setup = JSON.parse(line);
secret = setup.secret;

const options = { apiKey: setup.key, environment: setup.url, maxRetries: 0 };
const client = flavor === "junction" ? new JunctionClient(options) : new VitalClient(options);

// The newer SDK takes one object, the older one the id in front of it.
const called = new Set();
function call(group, method, id, rest = {}) {
  called.add(`${group}.${method}`);
  const [key, value] = Object.entries(id)[0];
  return flavor === "junction" ? client[group][method]({ [key]: value, ...rest }) : client[group][method](value, rest);
}

async function post(path, body) {
  const answer = await fetch(setup.url + path, {
    method: "POST",
    headers: { "x-vital-api-key": setup.key, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`POST ${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

async function refused(promise, status, text, detail = () => true) {
  try {
    await promise;
    check(false, `${text} is not refused`);
  } catch (error) {
    check(error.statusCode === status && detail(error.body), `${text}: ${error.statusCode} ${JSON.stringify(error.body)} ${error.message}`);
  }
}

const startDate = "2025-11-01";
let since = startDate; // of samples, the last days are enough to decode
const camel = (name) => name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase());

// read is how many records of a resource the SDK decodes.
async function read(resource, userId, slug) {
  if (resource === "workout_stream") return 1; // read by workout
  if (resource === "profile") {
    const profile = await call("profile", "get", { userId });
    return profile.height > 0 ? 1 : 0;
  }
  const group = camel(resource);
  if (client[group]?.get) {
    const answer = await call(group, "get", { userId }, { startDate, provider: slug });
    const records = answer[group] ?? answer[`${group}s`] ?? [];
    if (resource === "workouts" && records.length > 0) {
      const stream = await call("workouts", "getByWorkoutId", { workoutId: records[0].id });
      check(stream.time.length > 0 && stream.time.length === stream.heartrate.length, `${slug}: the stream of a workout`);
    }
    if (resource === "sleep" && records.length > 0) {
      const stream = await call("sleep", "getStreamBySleepId", { sleepId: records[0].id });
      check(stream.hypnogram.length > 0, `${slug}: the stream of a sleep`);
    }
    return records.length;
  }
  const method = { weight: "bodyWeight", fat: "bodyFat" }[resource] ?? group; // as in paths
  const grouped = `${method}Grouped`; // some samples are served in one of the two ways
  check(client.vitals[grouped] || client.vitals[method], `${resource}: the SDK has no method`);
  let count = 0;
  let nextCursor;
  do {
    if (!client.vitals[grouped]) break;
    const page = await call("vitals", grouped, { userId }, { startDate: since, provider: slug, nextCursor });
    for (const group of page.groups[slug] ?? []) count += group.data.length;
    nextCursor = page.nextCursor;
  } while (nextCursor);
  if (!client.vitals[method]) return count;
  const bare = await call("vitals", method, { userId }, { startDate: since, provider: slug });
  check(!client.vitals[grouped] || bare.length === count, `${slug} ${resource}: ${count} in pages, ${bare.length} ungrouped`);
  return bare.length;
}

const demos = ["apple_health_kit", "fitbit", "freestyle_libre", "oura"]; // what the SDKs let through
for (const { slug, strict, least } of setup.providers) {
  const clientUserId = `${flavor} ${slug}`;
  const user = await client.user.create({ clientUserId, fallbackTimeZone: "Europe/London" });
  const userId = user.userId;
  check(user.clientUserId === clientUserId && (user.connectedSources ?? user.connected_sources).length === 0, `${slug}: created ${JSON.stringify(user)}`);
  await refused(client.user.create({ clientUserId }), 400, `${slug}: the same user again`, (body) => body.detail.user_id === userId);

  if (demos.includes(slug)) {
    const answer = await client.link.connectDemoProvider({ userId, provider: slug });
    check(answer.success === true, `${slug}: connected ${JSON.stringify(answer)}`);
  } else {
    await post("/v2/link/connect/demo", { user_id: userId, provider: slug });
  }
  const clock = await post("/_sim/v1/clock/advance", { by: slug === "strava" ? "30d" : "3d" }); // a workout is a matter of days
  since = new Date(Date.parse(clock.now) - 4 * 86400e3).toISOString();
  const connected = await call("user", "getConnectedProviders", { userId });
  check(connected.providers[0]?.slug === slug && connected.providers[0]?.status === "connected", `${slug}: providers ${JSON.stringify(connected)}`);

  for (const [resource, want] of Object.entries(least)) {
    const count = await read(resource, userId, slug);
    check(count >= want, `${slug} ${resource}: ${count} records, want at least ${want}`);
    check(!strict || want === 0 || received[userId]?.[`historical.data.${resource}.created`] === 1, `${slug}: historical events of ${resource}`);
  }
  check(received[userId]?.["provider.connection.created"] === 1, `${slug}: connection events`);
  check(!strict || Object.keys(received[userId] ?? {}).some((type) => type.startsWith("daily.data.")), `${slug}: daily events`);

  await post("/_sim/v1/clock/advance", { by: "10m" });
  const refreshed = await call("user", "refresh", { userId }, { timeout: 10 });
  check(refreshed.success === true && refreshed.refreshedSources.length === Object.keys(least).length, `${slug}: refreshed ${JSON.stringify(refreshed)}`);
  const resources = await client.introspect.getUserResources({ userId });
  check(Object.keys(resources.data[0].provider[slug]).length === Object.keys(least).length, `${slug}: introspected ${JSON.stringify(resources)}`);
  const pulls = await client.introspect.getUserHistoricalPulls({ userId });
  check(!strict || pulls.data[0].provider[slug].notPulled.length === 0, `${slug}: pulls ${JSON.stringify(pulls)}`);
  const devices = await call("user", "getDevices", { userId });
  check(!strict || devices.length === ({ strava: 0, apple_health_kit: 2 }[slug] ?? 1), `${slug}: devices ${JSON.stringify(devices)}`);
  const gone =
    flavor === "junction" ? await client.user.deregisterProvider({ userId, provider: slug }) : await client.user.deregisterProvider(userId, slug);
  check(gone.success === true, `${slug}: deregistered ${JSON.stringify(gone)}`);
  await refused(call("user", "refresh", { userId }, {}), 400, `${slug}: refreshing without a connection`);
}

const nobody = "00000000-0000-4000-8000-000000000000";
await refused(call("user", "get", { userId: nobody }), 404, "an unknown user");
await refused(call("activity", "get", { userId: nobody }, { startDate }), 404, "the activity of an unknown user");
const all = await client.user.getAll({ limit: 3 });
check(all.users.length === 3 && all.total === setup.providers.length, `users ${all.users.length} of ${all.total}`);
const listing = await client.providers.getAll({});
check(listing.length === 41, `${listing.length} providers`);
const first = all.users[0].userId;
await call("user", "patch", { userId: first }, { fallbackTimeZone: "Asia/Tokyo" });
const patched = await call("user", "getByClientUserId", { clientUserId: all.users[0].clientUserId });
check(patched.fallbackTimeZone?.id === "Asia/Tokyo", `patched ${JSON.stringify(patched)}`);
const deleted = await call("user", "delete", { userId: first });
check(deleted.success === true, `deleted ${JSON.stringify(deleted)}`);
await refused(call("user", "get", { userId: first }), 404, "a deleted user");
const undone = await client.user.undoDelete({ userId: first });
check(undone.success === true, `restored ${JSON.stringify(undone)}`);

await everything({ flavor, client, call, check, post, setup, called: new Set(["workouts.getByWorkoutId", "sleep.getStreamBySleepId"].filter((name) => called.has(name))) });

console.log(`done ${checks}`);
receiver.close();
lines.close();
process.exit(0);
