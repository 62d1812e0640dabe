#!/bin/sh
# The requests of an integration, made with curl. Start a simulator first:
#
#   vitalsim serve --start now-10d
#
# Each key that begins with sk_us_ has a team of its own, so runs do not interfere.
set -eu
base=${VITAL_BASE_URL:-http://127.0.0.1:8787}
key=sk_us_curl_$$

vital() { # PATH [curl's options]
  path=$1
  shift
  curl -sS --fail-with-body "$base$path" -H "x-vital-api-key: $key" -H 'content-type: application/json' "$@"
}

value() { # NAME: the value of a key in the JSON on stdin, the first of that name
  grep -o "\"$1\":[^,}]*" | head -n 1 | cut -d : -f 2- | tr -d '"'
}

echo '- a user is created, and connected to a provider'
user=$(vital /v2/user -d '{"client_user_id":"app-user-1"}' | value user_id)
vital /v2/link/connect/demo -d "{\"user_id\":\"$user\",\"provider\":\"fitbit\"}"

echo
echo '- two days pass at once, with all webhooks that fall due'
vital /_sim/v1/clock/advance -d '{"by":"2d"}'
vital /_sim/v1/wait -d '{"event_type":"daily.data.sleep.created","user":"app-user-1"}' > /dev/null

echo '- a receiver that was told of a night reads it'
night=$(vital "/v2/summary/sleep/$user?start_date=2020-01-01")
echo "$(echo "$night" | value calendar_date): $(echo "$night" | value total) seconds asleep"

echo '- the API fails once, and then works again'
vital /_sim/v1/faults -d '{"api": {"path": "/v2/user/*", "status": 503, "times": 1}}' > /dev/null
for attempt in 1 2; do
  vital "/v2/user/$user" -o /dev/null -w "attempt $attempt: %{http_code}\n" || true
done
