// Package simulator is a local stand-in for the wearables backend of Vital
// (now Junction). A [Simulator] serves Vital's REST API from generated data
// and sends Vital's webhooks, signed as Svix signs them.
//
//	sim, err := simulator.New(simulator.Config{})
//	if err != nil { … }
//	defer sim.Close()
//
// The zero [Config] is useful: a quiet, repeatable fake whose webhooks go to its
// own inbox and whose time stands still. Tests of package testing are shorter
// with package simtest, which wraps all of this.
//
// # How clients reach it
//
// A Simulator is an http.Handler. [Simulator.Listen] serves it at an address of
// this machine, which [Simulator.URL] tells; with [Simulator.APIKey] and that URL
// the official SDKs work. Without a listener, [Simulator.Transport] is the
// network for an http.Client of this process: it leads to the simulator, at its
// URL and at Vital's own addresses, without a socket.
//
// # Where webhooks go
//
// [Config.Target] is a URL, [Config.Endpoints] are several, each with its own
// filter, rate limit and secret. [Config.Handler], or [Simulator.Handle], is an
// application of this process: it is called without a socket. Without any of
// them an inbox receives, which verifies each message; [Simulator.Inbox] is what
// it has accepted. [Simulator.Secret] is the signing secret.
//
// Messages are retried on Svix's schedule, in simulated time, until they are
// given up. [Simulator.Resend] and [Simulator.Recover] attempt them again,
// [Simulator.RotateSecret] gives an endpoint another secret.
//
// # Time
//
// All times in payloads are of the simulated clock, which stands still unless
// [Simulator.Advance] moves it, or [Config.Speed] lets it run. When Advance
// returns, everything that fell due on the way was attempted, so that nobody has
// to sleep. Signatures carry the time of the machine, since receivers compare it
// with their own.
//
// # What happens
//
// [Simulator.CreateUser] and [Simulator.Connect] make a user with a provider,
// and history arrives, then daily data, as the clock moves on.
// [Simulator.Update], [Simulator.Sync], [Simulator.Refresh],
// [Simulator.Disconnect], [Simulator.DeleteUser] and
// [Simulator.Revoke] are what else can happen to a user; clients do the rest over
// the API. [Simulator.Trigger] sends any event, whatever has happened. A [Scenario] is all of it as a file, with expectations:
// [LoadScenario] reads one, [PlanScenario] shows what it would send, and
// [Simulator.Play] plays it and returns a [Report].
//
// [Simulator.Fault] makes something go wrong, such as the next two answers of a
// path. Faults are bounded, and [Simulator.Faulted] tells exactly what they did.
//
// A [Fixture] is recorded data in the place of generated data. [LoadFixture]
// reads one; [Simulator.Export] writes one of a simulated user, and package
// record one of a sandbox user of Vital's.
//
// # What has happened
//
// [Simulator.Timeline] is every message with its attempts and how they were
// answered, [Simulator.Requests] what clients asked, and [Simulator.NotSimulated]
// what of that is missing here. [Simulator.Await] waits for something to arrive.
//
// # Inside of testing/synctest
//
// With Transport and a Handler, or the inbox, nothing waits for a socket or for
// the machine's clock: client, receiver and simulator can live in a bubble of
// testing/synctest, where New has to be called. A month passes in no time of the
// bubble's, and a receiver that hangs costs its 15 seconds of that time alone.
//
// # Teams and keys
//
// Every API key opens a team of its own, with users, clock, messages and inbox
// that no other key sees: any key that begins with sk_us_ or sk_eu_ will do. The
// methods of a Simulator are about the team of Config.APIKey. Simulators of one
// process share nothing, whatever their keys.
//
// Vital's management API is served too, for [Simulator.ManagementKey], at the
// paths of [Simulator.OrgID] and [Simulator.TeamID].
//
// # What can be relied upon
//
// Data is repeatable to the byte: it depends on the seed, on what clients and
// scenarios did and at which simulated time, and on nothing else. A Simulator is
// safe for concurrent use. What Vital has and the simulator lacks answers 501 and
// says "not simulated"; what Vital does not have answers as Vital does, with a
// Vitalsim-Hint header that says what was probably meant. docs/choices.md lists where
// Vital is silent and what is done here.
//
// # Beside it
//
//   - simtest wraps a Simulator for Go tests
//   - vital is Vital's wire format: resources, records, samples, events
//   - clock is simulated time
//   - catalog lists providers, event types, and the words of scenarios and faults
//   - record reads a sandbox user of Vital's into a fixture
package simulator
