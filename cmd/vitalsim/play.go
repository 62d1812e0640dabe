package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/vitalsim/vitalsim/simulator"
	"github.com/vitalsim/vitalsim/simulator/clock"
)

// playFlags are the flags of play.
type playFlags struct {
	remote
	quiet  bool
	colour colourFlag
}

func newPlay() *cobra.Command {
	var f playFlags
	cmd := &cobra.Command{
		Use:   "play SCENARIO",
		Short: "Play a scenario in a running simulator",
		Long: `play plays a scenario in a team of a running simulator, from its present time, and prints
its timeline as it happens. SCENARIO is the name of a shipped scenario or the path of a
YAML file. The scenario stops if the command is interrupted. With --json, it prints only
the report at the end.

Exit code: 0 if every message was accepted and every expectation met, 1 if not, 2 if the
input was wrong.`,
		Example: `  vitalsim play first-connection
  vitalsim play ./my-scenario.yaml --key sk_us_another_team
  vitalsim play duplicates --json`,
		Args: scenarioArg,
		RunE: func(cmd *cobra.Command, args []string) error { return f.run(cmd, args[0]) },
	}
	f.register(cmd)
	registerColour(cmd, &f.colour)
	cmd.Flags().BoolVarP(&f.quiet, "quiet", "q", false, "print a line per simulated day instead of one per attempt")
	return cmd
}

func (f *playFlags) run(cmd *cobra.Command, name string) error {
	sc, err := simulator.LoadScenario(name)
	if err != nil {
		return err
	}
	body := map[string]string{"name": name}
	if !slices.Contains(simulator.ScenarioNames(), name) {
		text, err := readRegular(name, maxBody)
		if err != nil {
			return fmt.Errorf("play: %w", err)
		}
		body = map[string]string{"text": string(text), "file": name}
	}
	detail := everyAttempt
	switch {
	case f.json:
		detail = nothing
	case f.quiet:
		detail = everyDay
	}
	out := newPrinter(cmd.OutOrStdout(), f.colour, detail, sc)
	started := clock.System.Now()
	if !f.json {
		fmt.Fprintln(out.w, strings.TrimSuffix(sc.Name+": "+strings.TrimSpace(sc.About), ": "))
	}
	names := map[string]string{}
	for _, u := range sc.Users {
		names[u.ClientUserID] = u.Name
	}
	answer, err := f.follow(cmd, &out, names, body)
	if err != nil {
		return playError(cmd, err)
	}
	var report simulator.Report
	if err := json.Unmarshal(answer, &report); err != nil {
		return failed("play: the response of %s is not that of a simulator: %v", f.url, err)
	}
	if err := f.addStatuses(cmd.Context(), &report); err != nil {
		return requestError(cmd, err)
	}
	if f.json {
		if err := printJSON(cmd, answer); err != nil {
			return err
		}
	} else {
		out.undelivered(undelivered(simulator.GroupFailures(report.Timeline, nil)))
		out.summary(&report, report.OK(), clock.System.Now().Sub(started))
		for _, w := range report.Warnings {
			fmt.Fprintln(out.w, w)
		}
	}
	if !report.OK() {
		return errFailed
	}
	return nil
}

// follow plays the scenario of a request, and prints its steps and attempts meanwhile.
// The names of users are those of the scenario, by client_user_id. It returns the
// response to the request.
func (f *playFlags) follow(cmd *cobra.Command, out *printer, names map[string]string, body any) (json.RawMessage, error) {
	ctx, stop := context.WithCancel(cmd.Context())
	defer stop()
	printed := make(chan struct{})
	if out.detail == nothing {
		close(printed)
	} else {
		req, err := f.request(ctx, "GET", "stream?type=message,attempt,step,scenario", nil)
		if err != nil {
			return nil, err
		}
		events, err := f.send(req)
		if err != nil {
			return nil, err
		}
		go func() {
			defer close(printed)
			defer events.Body.Close()
			printPlay(events.Body, out, names)
		}()
	}
	answer, err := f.call(ctx, "POST", "scenarios/play", body, nil)
	if err != nil && !hasStarted(err) {
		stop() // its end does not come
	}
	<-printed
	return answer, err
}

// printPlay prints the events of a stream from the start of a scenario to its end.
func printPlay(stream io.Reader, out *printer, names map[string]string) {
	summaries := map[string]string{} // of messages, by svix-id
	playing := false
	for e := range serverEvents(stream) {
		var data struct {
			simulator.Attempt
			simulator.Position
			SvixID      string `json:"svix_id"`
			EventType   string `json:"event_type"`
			User        string `json:"client_user_id"`
			EndpointID  string `json:"endpoint_id"`
			Summary     string
			Verb, Text  string
			State       string
			Explanation string
		}
		if json.Unmarshal(e.data, &data) != nil {
			continue // of a newer simulator
		}
		step := simulator.Step{Position: data.Position, Verb: data.Verb, Text: data.Text}
		switch {
		case e.kind == "scenario" && data.State == "started":
			playing = true
		case e.kind == "scenario" || e.kind == "end":
			return
		case !playing:
		case e.kind == "message":
			summaries[data.SvixID] = data.Summary
		case e.kind == "attempt":
			a := data.Attempt
			a.EndpointID = data.EndpointID
			out.Attempted(simulator.Entry{
				EventType: data.EventType, User: cmp.Or(names[data.User], data.User), SvixID: data.SvixID, Carries: simulator.Carries{Summary: summaries[data.SvixID]},
			}, a)
		case data.State == "started":
			out.StepStarted(step, data.At)
		case data.State == "met" || data.State == "missed":
			out.Expectation(step, data.State == "met", data.Explanation)
		}
	}
}

// addStatuses adds the statuses of deliveries, which a report does not have in JSON.
func (f *playFlags) addStatuses(ctx context.Context, report *simulator.Report) error {
	var sent messages
	if _, err := f.call(ctx, "GET", "messages", nil, &sent); err != nil {
		return err
	}
	statuses := map[[2]string]string{} // by svix-id and endpoint
	for _, m := range sent.Messages {
		statuses[[2]string{m.SvixID, m.EndpointID}] = m.Status
		statuses[[2]string{m.SvixID, ""}] = m.Status // in a report of a team with one endpoint
	}
	for i := range report.Timeline {
		d := &report.Timeline[i]
		d.Status = statuses[[2]string{d.SvixID, d.EndpointID}]
	}
	return nil
}

// playError returns the error of a scenario that was refused or did not play to its
// end. Only a refused one is wrong input.
func playError(cmd *cobra.Command, err error) error {
	if hasStarted(err) {
		return failed("%w", err)
	}
	return requestError(cmd, err)
}

// hasStarted reports whether the scenario of an error was played, though not to its
// end: then there is a report of it.
func hasStarted(err error) bool {
	var ended struct{ Report json.RawMessage }
	r, ok := errors.AsType[*refusal](err)
	return ok && json.Unmarshal(r.body, &ended) == nil && ended.Report != nil
}
