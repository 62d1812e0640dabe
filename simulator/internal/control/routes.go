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
	advancing  = "another advance runs"
)

// routes is the table of the API.
var routes []route

func init() { // not in the declaration, as the answer to an unknown route lists the table
	routes = []route{
		on(get, "/_sim/v1/clock", "The team's simulated time.", showClock),
		on(post, "/_sim/v1/clock/advance", "Moves the clock, and returns when all that fell due was attempted.", moveClock, refuses(conflict, advancing)),
		on(put, "/_sim/v1/clock/speed", "Sets how many simulated seconds pass in a second.", setSpeed),

		on(get, "/_sim/v1/messages", "The messages with their attempts, what was sent and what came back.", showMessages),
		on(post, "/_sim/v1/messages/{svix_id}/resend", "Makes one more attempt with the same svix-id, at an endpoint or at all it was for.", resendMessage,
			refuses(notFound, "there is no such message or endpoint"), refuses(conflict, "the endpoint is disabled")),
		on(post, "/_sim/v1/recover", "Makes one more attempt at all that failed since a time.", recoverMessages,
			refuses(notFound, noEndpoint), refuses(conflict, "the endpoint is disabled")),
		on(post, "/_sim/v1/wait", "Blocks until so many messages match, so many requests were made, or a fault has acted so often.", waitFor,
			refusesWith[Missed](http.StatusRequestTimeout, "there was not enough of it in time: what is missing, and what came instead")),

		on(get, "/_sim/v1/inbox", "What the built-in receiver has verified.", showInbox),
		on(remove, "/_sim/v1/inbox", "Empties the inbox.", clearInbox),
		on(get, "/_sim/v1/inbox/behaviour", "How the built-in receiver answers.", showBehaviour),
		on(put, "/_sim/v1/inbox/behaviour", "Says how the built-in receiver answers next. What it does not answer with 2xx it does not keep.", setBehaviour),

		on(get, "/_sim/v1/endpoints", "The endpoints, and how full the log is.", showEndpoints),
		on(post, "/_sim/v1/endpoints", "Adds an endpoint, which gets what is sent from now on.", addEndpoint),
		on(patch, "/_sim/v1/endpoints/{id}", "Changes an endpoint; what is not named stays.", changeEndpoint, refuses(notFound, noEndpoint)),
		on(remove, "/_sim/v1/endpoints/{id}", "Removes an endpoint. What was pending for it has failed.", removeEndpoint, refuses(notFound, noEndpoint)),
		on(post, "/_sim/v1/endpoints/{id}/rotate", "Gives an endpoint another secret, and shows it this once; the old one signs beside it for 24 simulated hours.", rotateSecret, refuses(notFound, noEndpoint)),

		on(post, "/_sim/v1/connections", "Connects a user, who is created where there is none: with so much history, or with recorded data.", connect),
		on(post, "/_sim/v1/sync", "Lets the user's device upload now, and polls the connection or all of them.", syncUser, refuses(notFound, noUser)),
		on(post, "/_sim/v1/refresh", "Polls all connections of a user, as POST /v2/user/refresh does.", refreshUser, refuses(notFound, noUser)),
		on(post, "/_sim/v1/update", "Corrects a record or a sample. Its event leaves with the next poll.", updateRecord, refuses(notFound, noUser)),
		on(remove, "/_sim/v1/records", "Deletes a record or a sample. Reads do not have it any more; Vital has no event for it.", deleteRecord, refuses(notFound, noUser)),
		on(post, "/_sim/v1/disconnect", "Ends a connection. What was announced stays readable.", disconnectUser, refuses(notFound, noUser)),
		on(post, "/_sim/v1/revoke", "Takes the access to a provider away. provider.connection.error announces it.", revokeAccess, refuses(notFound, noUser)),
		on(get, "/_sim/v1/users", "The users of the team with their connections, newest first.", showUsers),
		on(remove, "/_sim/v1/users", "Deletes a user with all connections, as DELETE /v2/user does.", deleteUser, refuses(notFound, noUser)),

		on(get, "/_sim/v1/events", "The event types that can be sent without data.", showExamples),
		on(get, "/_sim/v1/events/{type}", "An example event.", func(c *call, in nothing) (json.RawMessage, error) { return showExample(c, in) }, refuses(notFound, "there is no such example")),
		on(post, "/_sim/v1/events", "Sends an event that nothing in the world has caused, and returns when it was attempted.", sendEvent),

		on(get, "/_sim/v1/requests", "What clients asked of Vital's API and how it was answered, the newest 10,000.", showRequests),
		on(get, "/_sim/v1/faults", "The active faults, and how far each got.", showFaults),
		on[text, fault.State](post, "/_sim/v1/faults", "Makes the fault in the body active; it is written in the grammar of faults, as JSON or YAML.", addFault, reads(inText)),
		on(remove, "/_sim/v1/faults", "Ends the fault of a name, or all.", clearFaults),
		on(get, "/_sim/v1/faults/ledger", "Exactly what was injected.", showLedger),

		on(get, "/_sim/v1/scenarios", "The scenarios that ship.", showScenarios),
		on(get, "/_sim/v1/scenarios/playing", "Whether a scenario plays in the team, and what became of the last one.", showPlaying),
		on(remove, "/_sim/v1/scenarios/playing", "Stops the scenario that plays, and returns when it has ended.", stopPlaying),
		on(get, "/_sim/v1/scenarios/{name}", "A scenario with its text.", showScenario, refuses(notFound, "there is no such scenario")),
		on(post, "/_sim/v1/scenarios/check", "Says what is wrong with a scenario.", checkScenario),
		on(post, "/_sim/v1/scenarios/play", "Plays a scenario in the team, from its present time and with the seed of the simulator. It stops when the client goes.", playScenario,
			or[Report](http.StatusOK), or[Started](http.StatusAccepted),
			refusesWith[Ended](conflict, "another one plays in the team, or it was stopped"),
			refusesWith[Unplayable](http.StatusUnprocessableEntity, "the scenario is wrong, or a step of it could not be done")),

		on(post, "/_sim/v1/reset", "The team starts over.", startOver, reads(inQuery), ofNoTeam),
		raw(post, "/_sim/v1/snapshot", "The team as one file, which holds its signing secrets. It waits for deliveries that are open.", "application/octet-stream", takeSnapshot,
			refuses(conflict, "a scenario plays, or an advance runs")),
		on(post, "/_sim/v1/restore", "Replaces the team by the one in the file that is the body: it has the same ids, serves the same bytes, and what it had planned goes on.", restoreTeam,
			reads(inFile), refuses(conflict, "the file's team is in use under another key")),

		raw(get, "/_sim/v1/stream", "All that happens, as server-sent events of the types message, attempt, request, fault, scenario, step and clock, the data of each an object. Last-Event-ID is heeded as far as the newest 4,096 events go; an event of the type lost says what was missed, and end that the team starts over.",
			"text/event-stream", watch),
		raw(get, "/metrics", "Metrics of the whole simulator, for Prometheus.", "text/plain", showMetrics, ofNoTeam),
		raw(get, "/_sim/openapi.json", "This document.", plainJSON, showDocument, ofNoTeam, answersWith[map[string]any]),
	}
}
