import { JunctionClient } from "@junction-api/sdk";

const client = new JunctionClient({ apiKey: "sk_us_vitalsim_example", environment: "http://127.0.0.1:8787" });
const user = await client.user.create({ clientUserId: "app-user-1" });
await client.link.connectDemoProvider({ userId: user.userId, provider: "oura" });

console.log(user.userId);
