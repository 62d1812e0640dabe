package control

import (
	"encoding/json"
	"net/http"

	"github.com/vitalsim/vitalsim/simulator/internal/fault"
)

const get, post, put, patch, remove = http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete

// What several routes refuse with.
const (
	conflict   = http.StatusConflict
	notFound   = http.StatusNotFound
	noEndpoint = "there is no such endpoint"
	noUser     = "there is no such user"
	advancing  = "another advance is in progress"
)

// routes is the table of the API.
var routes []route

func init() { // not in the declaration, as the answer to an unknown route lists the table
	routes = []route{
		on(get, "/_sim/v1/clock", "Shows the simulated time of the team.", showClock),
		on(post, "/_sim/v1/clock/advance", "Advances the clock and returns when everything that fell due was attempted.", moveClock, refuses(conflict, advancing)),
		on(put, "/_sim/v1/clock/speed", "Sets the number of simulated seconds that pass per second.", setSpeed),

		on(get, "/_sim/v1/messages", "Lists messages with their attempts, each with its request and response.", showMessages),
		on(post, "/_sim/v1/messages/{svix_id}/resend", "Attempts a message once more with the same svix-id, at one endpoint or at all endpoints of the message.", resendMessage,
			refuses(notFound, "there is no such message or endpoint"), refuses(conflict, "the endpoint is disabled")),
		on(post, "/_sim/v1/recover", "Attempts all messages that failed since a time once more.", recoverMessages,
			refuses(notFound, noEndpoint), refuses(conflict, "the endpoint is disabled")),
		on(post, "/_sim/v1/wait", "Waits until enough messages or requests match, or a fault has acted often enough.", waitFor,
			refusesWith[Missed](http.StatusRequestTimeout, "the time ran out; the answer says what is missing and what came instead")),

		on(get, "/_sim/v1/inbox", "Lists the deliveries that the built-in inbox has verified.", showInbox),
		on(remove, "/_sim/v1/inbox", "Empties the inbox.", clearInbox),
		on(get, "/_sim/v1/inbox/behaviour", "Shows how the built-in inbox responds.", showBehaviour),
		on(put, "/_sim/v1/inbox/behaviour", "Sets how the built-in inbox responds to the next deliveries. It keeps only those that it answers with 2xx.", setBehaviour),

		on(get, "/_sim/v1/endpoints", "Lists the endpoints, and shows how full the log of messages is.", showEndpoints),
		on(post, "/_sim/v1/endpoints", "Adds an endpoint, which gets messages that are sent from now on.", addEndpoint),
		on(patch, "/_sim/v1/endpoints/{id}", "Changes the given fields of an endpoint.", changeEndpoint, refuses(notFound, noEndpoint)),
		on(remove, "/_sim/v1/endpoints/{id}", "Removes an endpoint. Its pending messages fail.", removeEndpoint, refuses(notFound, noEndpoint)),
		on(post, "/_sim/v1/endpoints/{id}/rotate", "Gives an endpoint a new secret and returns it. For 24 simulated hours, messages are signed with the old secret too.", rotateSecret, refuses(notFound, noEndpoint)),

		on(post, "/_sim/v1/connections", "Connects a user, with a given amount of history or with recorded data. The user is created if needed.", connect),
		on(post, "/_sim/v1/sync", "Makes the user's device upload now, and polls one connection or all.", syncUser, refuses(notFound, noUser)),
		on(post, "/_sim/v1/refresh", "Polls all connections of a user, as POST /v2/user/refresh does.", refreshUser, refuses(notFound, noUser)),
		on(post, "/_sim/v1/update", "Corrects a record or a sample. The next poll sends its event.", updateRecord, refuses(notFound, noUser)),
		on(remove, "/_sim/v1/records", "Deletes a record or a sample. Clients can no longer read it; Vital has no event for it.", deleteRecord, refuses(notFound, noUser)),
		on(post, "/_sim/v1/disconnect", "Ends a connection. Clients can still read what was announced.", disconnectUser, refuses(notFound, noUser)),
		on(post, "/_sim/v1/revoke", "Revokes the access to a provider. The event provider.connection.error announces it.", revokeAccess, refuses(notFound, noUser)),
		on(get, "/_sim/v1/users", "Lists the users of the team with their connections, newest first.", showUsers),
		on(remove, "/_sim/v1/users", "Deletes a user and all connections, as DELETE /v2/user does.", deleteUser, refuses(notFound, noUser)),

		on(get, "/_sim/v1/events", "Lists the event types that can be sent without data.", showExamples),
		on(get, "/_sim/v1/events/{type}", "Shows an example event.", func(c *call, in nothing) (json.RawMessage, error) { return showExample(c, in) }, refuses(notFound, "there is no such example")),
		on(post, "/_sim/v1/events", "Sends an event without a cause in the simulation, and returns when it was attempted.", sendEvent),

		on(get, "/_sim/v1/requests", "Lists the newest 10,000 requests of clients to Vital's API with their responses.", showRequests),
		on(get, "/_sim/v1/faults", "Lists the active faults with their progress.", showFaults),
		on[text, fault.State](post, "/_sim/v1/faults", "Adds the fault in the body, which is written in the grammar of faults as JSON or YAML.", addFault, reads(inText)),
		on(remove, "/_sim/v1/faults", "Ends one fault or all.", clearFaults),
		on(get, "/_sim/v1/faults/ledger", "Lists every act of a fault.", showLedger),

		on(get, "/_sim/v1/scenarios", "Lists the shipped scenarios.", showScenarios),
		on(get, "/_sim/v1/scenarios/playing", "Reports whether a scenario is being played in the team, and the result of the last one.", showPlaying),
		on(remove, "/_sim/v1/scenarios/playing", "Stops the scenario and returns when it has ended.", stopPlaying),
		on(get, "/_sim/v1/scenarios/{name}", "Shows a scenario with its text.", showScenario, refuses(notFound, "there is no such scenario")),
		on(post, "/_sim/v1/scenarios/check", "Checks a scenario and lists its errors and warnings.", checkScenario),
		on(post, "/_sim/v1/scenarios/play", "Plays a scenario in the team, from the team's present time and with the seed of the simulator. It stops if the client disconnects.", playScenario,
			or[Report](http.StatusOK), or[Started](http.StatusAccepted),
			refusesWith[Ended](conflict, "another scenario is being played in the team, or this one was stopped"),
			refusesWith[Unplayable](http.StatusUnprocessableEntity, "the scenario has errors, or a step failed")),

		on(post, "/_sim/v1/reset", "Resets the team to its state at the start of the simulator.", startOver, reads(inQuery), ofNoTeam),
		raw(post, "/_sim/v1/snapshot", "Returns the team as a file, which contains its signing secrets. It waits for open deliveries first.", "application/octet-stream", takeSnapshot,
			refuses(conflict, "a scenario or an advance is in progress")),
		on(post, "/_sim/v1/restore", "Replaces the team with the one in the file in the body. It has the same ids, serves the same bytes and continues as the saved one.", restoreTeam,
			reads(inFile), refuses(conflict, "the file's team is in use under another key")),

		raw(get, "/_sim/v1/stream", "Streams what happens as server-sent events of the types message, attempt, request, fault, scenario, step and clock, each with an object as data. Last-Event-ID continues a stream within the newest 4,096 events; an event of the type lost counts those that are missing, and end announces a reset of the team.",
			"text/event-stream", watch),
		raw(get, "/metrics", "Returns metrics of the whole simulator for Prometheus.", "text/plain", showMetrics, ofNoTeam),
		raw(get, "/_sim/openapi.json", "Returns this document.", plainJSON, showDocument, ofNoTeam, answersWith[map[string]any]),
	}
}
