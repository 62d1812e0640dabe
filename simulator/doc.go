// Package simulator is a local stand-in for the wearables backend of Vital
// (now Junction). A [Simulator] serves Vital's REST API from generated data
// and sends Vital's webhooks, signed as Svix signs them.
//
// Data is repeatable to the byte: it depends on the seed, on what clients and
// scenarios did and at which simulated time, and on nothing else. Simulated
// time moves only when it is told to.
//
// A [Scenario] tells who exists and what happens. [LoadScenario] reads one,
// [PlanScenario] shows what it would send, and [Simulator.Play] plays it.
//
// [Simulator.Fault] makes something go wrong, such as the next two answers of a
// path. Faults are bounded, and [Simulator.Faulted] tells exactly what they did;
// [Simulator.Requests] tells what clients asked.
//
// Every API key opens a team of its own: any key that begins with sk_us_ or
// sk_eu_ will do. What Vital has and the simulator lacks answers 501 and says
// "not simulated"; what Vital does not have answers as Vital does, with a
// Vitalsim-Hint header that says what was probably meant.
package simulator
