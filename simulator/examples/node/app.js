// An application with a webhook handler. It stores the nights of its users and
// returns how long they slept.
import { JunctionClient } from "@junction-api/sdk";
import express from "express";
import { Webhook } from "svix";

const { JUNCTION_API_KEY, JUNCTION_BASE_URL, JUNCTION_WEBHOOK_SECRET } = process.env;

export const client = new JunctionClient({ apiKey: JUNCTION_API_KEY, environment: JUNCTION_BASE_URL });
const webhook = new Webhook(JUNCTION_WEBHOOK_SECRET);
const nights = new Map(); // by id, because an updated night keeps its id

export const app = express();

app.post("/webhooks", express.raw({ type: "application/json", limit: "1mb" }), async (req, res) => {
  let event;
  try {
    event = webhook.verify(req.body, req.headers); // needs the unparsed body
  } catch {
    return res.sendStatus(401);
  }
  switch (event.event_type) {
    case "daily.data.sleep.created":
    case "daily.data.sleep.updated":
      nights.set(event.data.id, { userId: event.user_id, date: event.data.calendar_date, asleep: event.data.total });
      break;
    case "historical.data.sleep.created": {
      // announces that data can be read and contains none
      const { start_date: startDate, end_date: endDate } = event.data;
      const { sleep } = await client.sleep.get({ userId: event.user_id, startDate, endDate });
      for (const night of sleep) {
        nights.set(night.id, { userId: event.user_id, date: night.calendarDate, asleep: night.total });
      }
    }
  }
  res.sendStatus(204);
});

app.get("/users/:userId/nights", (req, res) => {
  const own = [...nights.values()].filter((night) => night.userId === req.params.userId);
  res.json(own.sort((a, b) => b.date.localeCompare(a.date))); // newest first
});
