package scenario

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/network"
	"github.com/vitalsim/vitalsim/simulator/internal/node"
)

// ExpectProbe is the action that reads the application under test repeatedly
// until the response is as expected. It catches, for example, a receiver that
// responds 2xx and then stores a duplicate.
type ExpectProbe struct {
	URL    string // absolute, or a path at the target
	Status int
	// JSON is the expected content of the response, in the form of node.Plain,
	// if HasJSON. Objects may have further keys; lists must match in full.
	JSON    any
	HasJSON bool
	User    string        // the user of references such as "=count sleep" in JSON
	Within  time.Duration // wall time; 0 means the default
}

func (r *reader) expectProbe() Action {
	e := ExpectProbe{Status: 200}
	if text := r.Text("probe", node.Required); text != "" {
		method, where, _ := strings.Cut(text, " ")
		_, whole := network.ParseURL(where)
		relative, err := url.Parse(where)
		switch {
		case method != "GET":
			r.Errorf("probe", "a probe only reads; want GET and a URL, such as GET /nights, have %s", node.Quote(text))
		case !whole && (err != nil || !strings.HasPrefix(where, "/") || relative.Host != ""):
			r.Errorf("probe", "want GET and a path at the target, or a whole URL, such as GET /nights or GET http://127.0.0.1:3000/nights, have %s", node.Quote(text))
		}
		e.URL = where
	}
	if n, ok := r.Integer("status", 100, 599); ok {
		e.Status = n
	}
	if n := r.Value("json", node.Optional); n != nil {
		var err error
		if e.JSON, err = node.Plain(n); err != nil {
			r.Errorf("json", "%s", err)
		}
		e.HasJSON = true
	}
	if r.Has("user") {
		e.User = r.user("user", node.Optional)
	} else {
		r.Value("user", node.Optional)
	}
	r.checkTruths("json", e.JSON, e.User)
	e.Within = r.Wall("within", maxPatience)
	return e
}

func (e ExpectProbe) text() string { return "expect " + e.wanted() }

func (e ExpectProbe) wanted() string {
	t := "GET " + node.Short(e.URL) + " to answer " + strconv.Itoa(e.Status)
	if e.HasJSON {
		t += " with " + compact(e.JSON)
	}
	return t + ", within " + cmp.Or(e.Within, patience).String()
}

func (e ExpectProbe) do(ctx context.Context, p *player, s Step) error {
	if p.skipExpect {
		return nil
	}
	where := e.URL
	if strings.HasPrefix(where, "/") {
		origin := p.team.Target()
		if origin == "" {
			return fmt.Errorf("probe %s: the path is one of the application under test, and there is none; give --target, or a whole URL", e.URL)
		}
		where = origin + where
	}
	var err error
	if e.JSON, err = p.resolveTruths(e.JSON, e.User); err != nil {
		return err
	}
	tries, seen := 0, seen{}
	refused := refusals(p.team.Messages())
	within := cmp.Or(e.Within, patience)
	err = p.await(ctx, within, func(left time.Duration) bool {
		ctx, cancel := context.WithTimeout(ctx, max(left, pollEvery)) // limits a request that hangs
		defer cancel()
		tries++
		// What was answered before says more than a probe that the deadline has cut off.
		if now := e.judge(p.team.Probe(ctx, where)); now.unanswered == "" || seen.differs == "" {
			seen = now
		}
		hopeless := seen.unanswered != "" && (p.named[seen.reason(e.URL)] || e.Within == 0 && within-left >= unansweredPatience)
		return seen.ok() || refused != "" || hopeless
	})
	switch {
	case err != nil:
		return err
	case seen.ok():
		p.expectation(s, true, "want "+e.wanted())
		return nil
	case refused != "":
		p.unjudged(s, refusalReason, refused)
		return nil
	case seen.unanswered != "":
		p.unjudged(s, seen.reason(e.URL), fmt.Sprintf("your application does not answer GET %s (%s); the scenario asks there what it stores, see scenarios/README.md", node.Short(e.URL), seen.unanswered))
		return nil
	}
	explanation := "want " + e.wanted() + "; asked " + node.Count(tries, "time") + ", at last it\n" + seen.differs
	if seen.evident {
		p.expectation(s, false, explanation)
	} else {
		p.record(s, false, explanation)
	}
	return nil
}

// compact formats a value as JSON, cut to a length that fits a message.
func compact(v any) string {
	b, err := json.Marshal(v)
	if err != nil { // impossible for what node.Plain and decode return
		return err.Error()
	}
	const limit = 200
	if s := []rune(string(b)); len(s) > limit {
		return string(s[:limit]) + "…"
	}
	return string(b)
}
