package fault

import "github.com/vitalsim/vitalsim/simulator/internal/node"

var deliveryMatches = []Key{{
	Side: Delivery, Name: "event", Role: Matches, Value: "GLOB", About: "an event type; * matches any run of characters",
	Example: "delivery: {event: daily.data.sleep.*, duplicate: 1}",
	read:    func(r *reader, f *Fault) { f.Event = r.event("event") },
	text:    func(f Fault) string { return quoted(f.Event) },
}, {
	Side: Delivery, Name: "endpoint", Role: Matches, Value: "GLOB", About: "the id of an endpoint; each endpoint has its own copies of messages",
	Example: "delivery: {endpoint: ep_*, duplicate: 1}",
	read:    func(r *reader, f *Fault) { f.Endpoint = r.Text("endpoint", node.Optional) },
	text:    func(f Fault) string { return quoted(f.Endpoint) },
}, {
	Side: Delivery, Name: "attempt", Role: Matches, Value: "NUMBER", About: "number of the attempt of a message (default 1)",
	Example: "delivery: {event: daily.data.*, attempt: 2, secret: wrong}",
	read: func(r *reader, f *Fault) {
		if f.Attempt = 1; r.Has("attempt") {
			f.Attempt, _ = r.Integer("attempt", 1, 100)
		} else {
			r.Value("attempt", node.Optional)
		}
	},
	text: func(f Fault) string { return flag(f.Attempt != 1, number(f.Attempt)) },
}}

var deliveryEffects = []Key{{
	Side: Delivery, Name: "duplicate", Role: Effects, Value: "NUMBER", About: "number of further copies with the same svix-id",
	Example: "delivery: {event: daily.data.*, duplicate: 1, times: 5}",
	read:    func(r *reader, f *Fault) { f.Sending.Duplicate, _ = r.Integer("duplicate", 1, 100) },
	text:    func(f Fault) string { return number(f.Sending.Duplicate) },
}, {
	Side: Delivery, Name: "delay", Role: Effects, Value: "DURATION", About: "delay of the attempt, in simulated time",
	Example: "delivery: {event: historical.data.*, delay: 2h, times: 1}",
	read:    func(r *reader, f *Fault) { f.Sending.Delay = r.Simulated("delay") },
	text:    func(f Fault) string { return simulated(f.Sending.Delay) },
}, {
	Side: Delivery, Name: "reorder", Role: Effects, Value: "NUMBER", About: "number of later messages of its user that are sent before it",
	Example: "delivery: {event: daily.data.sleep.created, reorder: 3, times: 1}",
	read:    func(r *reader, f *Fault) { f.Sending.Reorder, _ = r.Integer("reorder", 1, 1000) },
	text:    func(f Fault) string { return number(f.Sending.Reorder) },
}, {
	Side: Delivery, Name: "drop", Role: Effects, Value: "true", About: "is not delivered until it is recovered",
	Example: "delivery: {event: daily.data.workouts.created, drop: true, times: 1}",
	read:    func(r *reader, f *Fault) { f.Sending.Drop = r.yes("drop") },
	text:    func(f Fault) string { return flag(f.Sending.Drop, "true") },
}, {
	Side: Delivery, Name: "tamper", Role: Effects, Value: "body", About: "a digit of the body changes after it was signed",
	Example: "delivery: {event: daily.data.*, tamper: body, times: 1}",
	read:    func(r *reader, f *Fault) { f.Sending.Tamper = r.oneOf("tamper", "body") != "" },
	text:    func(f Fault) string { return flag(f.Sending.Tamper, "body") },
}, {
	Side: Delivery, Name: "secret", Role: Effects, Value: "wrong", About: "is signed with another secret",
	Example: "delivery: {event: daily.data.*, secret: wrong, times: 1}",
	read:    func(r *reader, f *Fault) { f.Sending.WrongSecret = r.oneOf("secret", "wrong") != "" },
	text:    func(f Fault) string { return flag(f.Sending.WrongSecret, "wrong") },
}, {
	Side: Delivery, Name: "timestamp", Role: Effects, Value: "stale", About: "svix-timestamp is an hour old, and signed",
	Example: "delivery: {event: daily.data.*, timestamp: stale, times: 1}",
	read:    func(r *reader, f *Fault) { f.Sending.Stale = r.oneOf("timestamp", "stale") != "" },
	text:    func(f Fault) string { return flag(f.Sending.Stale, "stale") },
}, {
	Side: Delivery, Name: "headers", Role: Effects, Value: "missing", About: "without svix-id, svix-timestamp and svix-signature",
	Example: "delivery: {event: daily.data.*, headers: missing, times: 1}",
	read:    func(r *reader, f *Fault) { f.Sending.NoHeaders = r.oneOf("headers", "missing") != "" },
	text:    func(f Fault) string { return flag(f.Sending.NoHeaders, "missing") },
}, {
	Side: Delivery, Name: "content_type", Role: Effects, Value: "TYPE", About: "instead of application/json",
	Example: "delivery: {event: daily.data.*, content_type: text/plain, times: 1}",
	read:    func(r *reader, f *Fault) { f.Sending.ContentType = r.mediaType("content_type") },
	text:    func(f Fault) string { return quoted(f.Sending.ContentType) },
}, {
	Side: Delivery, Name: "pad", Role: Effects, Value: "SIZE", About: "the body is padded with blanks to this size, such as 300KiB, and signed",
	Example: "delivery: {event: daily.data.*, pad: 300KiB, times: 1}",
	read:    func(r *reader, f *Fault) { f.Sending.Pad = r.size("pad") },
	text:    func(f Fault) string { return size(f.Sending.Pad) },
}, {
	Side: Delivery, Name: "oversize", Role: Effects, Value: "SIZE", About: "the body is padded with blanks to this size, such as 2MiB, after it was signed",
	Example: "delivery: {event: daily.data.*, oversize: 2MiB, times: 1}",
	read:    func(r *reader, f *Fault) { f.Sending.Oversize = r.size("oversize") },
	text:    func(f Fault) string { return size(f.Sending.Oversize) },
}}
