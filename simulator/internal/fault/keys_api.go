package fault

import "time"

// maxWait bounds the delay of a response, in wall time.
const maxWait = 10 * time.Minute

var apiMatches = []Key{{
	Side: API, Name: "path", Role: Matches, Value: "GLOB", About: "a path of Vital's; * matches any run of characters",
	Example: "api: {path: /v2/timeseries/*/grouped, status: 500}",
	read:    func(r *reader, f *Fault) { f.Path = r.path("path") },
	text:    func(f Fault) string { return quoted(f.Path) },
}, {
	Side: API, Name: "method", Role: Matches, Value: "METHOD", About: "GET, POST, PATCH, PUT or DELETE",
	Example: "api: {method: POST, path: /v2/user, status: 500}",
	read:    func(r *reader, f *Fault) { f.Method = r.oneOf("method", "GET", "POST", "PATCH", "PUT", "DELETE") },
	text:    func(f Fault) string { return f.Method },
}}

var apiEffects = []Key{{
	Side: API, Name: "status", Role: Effects, Value: "400..599", About: "responds with this status and Vital's error body; the request is not carried out",
	Example: "api: {path: /v2/user/*, status: 401, times: 1}",
	read:    func(r *reader, f *Fault) { f.Answer.Status = r.status("status") },
	text:    func(f Fault) string { return number(f.Answer.Status) },
}, {
	Side: API, Name: "retry_after", Role: Details, Value: "SECONDS", About: "the header Retry-After, with status 429 or 503",
	Example: "api: {path: /v2/summary/*, status: 429, retry_after: 2, times: 3}",
	read:    func(r *reader, f *Fault) { f.Answer.RetryAfter, _ = r.Integer("retry_after", 1, 24*3600) },
	text:    func(f Fault) string { return number(f.Answer.RetryAfter) },
}, {
	Side: API, Name: "latency", Role: Effects, Value: "DURATION", About: "delay of the response, in wall time",
	Example: "api: {path: /v2/timeseries/*, latency: 300ms, times: 50}",
	read:    func(r *reader, f *Fault) { f.Answer.Latency = r.Wall("latency", maxWait) },
	text:    func(f Fault) string { return wall(f.Answer.Latency) },
}, {
	Side: API, Name: "reset", Role: Effects, Value: "true", About: "resets the connection without a response; the request is not carried out",
	Example: "api: {path: /v2/summary/sleep/*, reset: true, times: 1}",
	read:    func(r *reader, f *Fault) { f.Answer.Reset = r.yes("reset") },
	text:    func(f Fault) string { return flag(f.Answer.Reset, "true") },
}, {
	Side: API, Name: "slow_body", Role: Effects, Value: "DURATION", About: "time over which the body arrives in ten pieces, in wall time",
	Example: "api: {path: /v2/timeseries/*, slow_body: 2s, times: 1}",
	read:    func(r *reader, f *Fault) { f.Answer.SlowBody = r.Wall("slow_body", maxWait) },
	text:    func(f Fault) string { return wall(f.Answer.SlowBody) },
}, {
	Side: API, Name: "truncate", Role: Effects, Value: "true", About: "the connection ends after half of the declared length",
	Example: "api: {path: /v2/summary/activity/*, truncate: true, times: 1}",
	read:    func(r *reader, f *Fault) { f.Answer.Truncate = r.yes("truncate") },
	text:    func(f Fault) string { return flag(f.Answer.Truncate, "true") },
}, {
	Side: API, Name: "malformed", Role: Effects, Value: "true", About: "a body of the declared length whose JSON does not parse",
	Example: "api: {path: /v2/summary/workouts/*, malformed: true, times: 1}",
	read:    func(r *reader, f *Fault) { f.Answer.Malformed = r.yes("malformed") },
	text:    func(f Fault) string { return flag(f.Answer.Malformed, "true") },
}}
