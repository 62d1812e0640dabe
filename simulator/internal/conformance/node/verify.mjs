// Reads deliveries from stdin, a JSON object per line: id, timestamp and
// signature as they stood in the headers, the body in base64, and the secret to
// verify with. Prints a verdict per line: whether Svix's own library accepts the
// delivery, and the event type of what it hands to the application.
import { createInterface } from "node:readline";
import { Webhook } from "svix";

for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  if (line === "") continue;
  const delivery = JSON.parse(line);
  const verdict = { kind: delivery.kind, id: delivery.id, accepted: false };
  try {
    const event = new Webhook(delivery.secret).verify(Buffer.from(delivery.body, "base64"), {
      "svix-id": delivery.id,
      "svix-timestamp": delivery.timestamp,
      "svix-signature": delivery.signature,
    });
    verdict.accepted = true;
    verdict.event_type = event.event_type;
  } catch (error) {
    verdict.error = `${error.name}: ${error.message}`;
  }
  console.log(JSON.stringify(verdict));
}
