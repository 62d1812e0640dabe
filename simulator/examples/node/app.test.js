// Run with: vitalsim exec --target http://127.0.0.1:0/webhooks -- npm test
import { afterAll, beforeAll, expect, test } from "vitest";
import { app, client } from "./app.js";

const { PORT, VITALSIM_CONTROL_URL } = process.env; // set by vitalsim exec
let server, userId;

// advance moves the simulated time. When it returns, all messages that became due
// have been delivered, so tests need not wait.
async function advance(by) {
  const answer = await fetch(`${VITALSIM_CONTROL_URL}/_sim/v1/clock/advance`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ by }),
  });
  expect(answer.status).toBe(200);
}

async function nights() {
  const answer = await fetch(`http://127.0.0.1:${PORT}/users/${userId}/nights`);
  return answer.json();
}

beforeAll(async () => {
  await new Promise((listening) => (server = app.listen(PORT, "127.0.0.1", listening)));
  ({ userId } = await client.user.create({ clientUserId: "app-user-1" }));
  await client.link.connectDemoProvider({ userId, provider: "oura" });
});

afterAll(() => server.close());

test("the history of a new connection is fetched", async () => {
  await advance("1h");
  expect((await nights()).length).toBeGreaterThan(20); // in thirty days
});

test("further nights arrive as time passes", async () => {
  const before = await nights();
  await advance("3d");
  const after = await nights();
  expect(after.length).toBeGreaterThan(before.length);
  expect(after[0].date > before[0].date).toBe(true);
  expect(after[0].asleep).toBeGreaterThan(3 * 3600);
});

test("bodies of more than 100 KiB are accepted", async () => {
  await fetch(`${VITALSIM_CONTROL_URL}/_sim/v1/faults`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ delivery: { name: "large", event: "daily.data.*", pad: "300KiB", times: 1 } }),
  });
  await advance("1d");
  const { messages } = await (await fetch(`${VITALSIM_CONTROL_URL}/_sim/v1/messages?event_type=daily.data.*`)).json();
  const large = messages.flatMap((message) => message.attempts).filter((attempt) => attempt.fault === "large");
  expect(large.map((attempt) => attempt.status_code)).toEqual([204]);
});

test("unsigned messages are rejected", async () => {
  const answer = await fetch(`http://127.0.0.1:${PORT}/webhooks`, {
    method: "POST",
    headers: { "content-type": "application/json", "svix-id": "msg_1", "svix-timestamp": "1767600000", "svix-signature": "v1,forged" },
    body: "{}",
  });
  expect(answer.status).toBe(401);
});
