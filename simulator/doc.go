// Package simulator is a local stand-in for the wearables backend of Vital
// (now Junction). A [Simulator] serves Vital's REST API from generated data
// and sends Vital's webhooks, signed as Svix signs them.
//
//	sim, err := simulator.New(simulator.Config{})
//	if err != nil { … }
//	defer sim.Close()
//
// The zero [Config] is useful: a quiet, repeatable fake whose webhooks go to its
// own inbox and whose time stands still. Package simtest wraps a Simulator for Go
// tests.
//
// # How clients reach it
//
// A Simulator is an http.Handler. [Simulator.Listen] serves it at an address of
// this machine, which [Simulator.URL] returns; the official SDKs need that URL and
// [Simulator.APIKey]. Without a listener, [Simulator.Transport] is the transport
// for an http.Client of this process: it reaches the simulator, at its URL and at
// Vital's own addresses, without a socket.
//
// # Where webhooks go
//
// [Config.Target] is a URL; [Config.Endpoints] are several, each with its own
// filter, rate limit and secret. [Config.Handler], or [Simulator.Handle], is an
// application of this process, called without a socket. Without any of them,
// webhooks go to an inbox that verifies each message; [Simulator.Inbox] returns
// what it has accepted. [Simulator.Secret] is the signing secret.
//
// Messages are retried on Svix's schedule, in simulated time, until they are
// given up. [Simulator.Resend] and [Simulator.Recover] attempt them again,
// [Simulator.RotateSecret] gives an endpoint another secret.
//
// # Time
//
// All times in payloads are of the simulated clock, which stands still unless
// [Simulator.Advance] moves it or [Config.Speed] lets it run. When Advance
// returns, everything that fell due has been attempted, so no test needs to sleep.
// Signatures carry the time of the machine, since receivers compare it with
// their own.
//
// # Commands
//
// [Simulator.CreateUser] and [Simulator.Connect] create a user with a connection.
// History arrives, then daily data, as the clock moves. [Simulator.Update],
// [Simulator.Sync], [Simulator.Refresh], [Simulator.Disconnect],
// [Simulator.Revoke] and [Simulator.DeleteUser] are the other things that can happen to a user.
// [Simulator.Trigger] sends any event. A [Scenario] is a file with such steps and
// with expectations: [LoadScenario] reads one, [PlanScenario] returns what it
// would send, and [Simulator.Play] plays it and returns a [Report].
//
// [Simulator.Fault] makes something fail, such as the next two responses of a
// path. Faults are bounded, and [Simulator.Faulted] returns all that they did.
//
// A [Fixture] is recorded data that is served instead of generated data.
// [LoadFixture] reads one; [Simulator.Export] writes one from a simulated user,
// and package record writes one from a user of Vital's sandbox.
//
// # Observations
//
// [Simulator.Timeline] returns the messages with their attempts and responses,
// [Simulator.Requests] the requests of clients, and [Simulator.NotSimulated] those
// for what the simulator lacks. [Simulator.Await] waits for something to arrive.
//
// # In testing/synctest
//
// With Transport and a Handler, or the inbox, nothing waits for a socket or for
// the machine's clock, so client, receiver and simulator can run in a bubble of
// testing/synctest. Call New inside the bubble. A simulated month takes no time
// there, and a receiver that hangs takes 15 seconds of the bubble's time.
//
// # Teams and keys
//
// Every API key that begins with sk_us_ or sk_eu_ opens its own team, with users,
// clock, messages and inbox that no other key sees. The methods of a Simulator
// act on the team of Config.APIKey. Simulators in one process share nothing.
//
// Vital's management API is served as well, with [Simulator.ManagementKey], under
// the ids of [Simulator.OrgID] and [Simulator.TeamID].
//
// # Guarantees
//
// Data is repeatable to the byte: it depends only on the seed and on what clients
// and scenarios did at which simulated time. A Simulator is safe for concurrent
// use. Requests for what Vital has and the simulator lacks are answered with 501
// "not simulated"; requests for what Vital lacks are answered as Vital does, with
// a suggestion in the header Vitalsim-Hint. docs/choices.md lists the choices made
// where Vital's behaviour is unknown.
//
// # Related packages
//
//   - simtest wraps a Simulator for Go tests
//   - vital is Vital's wire format: resources, records, samples, events
//   - clock is simulated time
//   - catalog lists providers, event types, and the words of scenarios and faults
//   - record writes a fixture from a user of Vital's sandbox
package simulator
