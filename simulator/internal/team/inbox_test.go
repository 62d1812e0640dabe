package team_test

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"

	"github.com/google/uuid"

	"github.com/vitalsim/vitalsim/simulator/internal/team"
	"github.com/vitalsim/vitalsim/simulator/internal/webhook"
)

func TestRedirect(t *testing.T) {
	t.Parallel()
	urls := func(s *simulated) (out []string) {
		for _, e := range s.Webhooks.Endpoints() {
			out = append(out, e.URL)
		}
		return out
	}
	for _, tt := range []struct {
		first []webhook.Endpoint
		want  string
	}{
		{nil, application},
		{[]webhook.Endpoint{{URL: "http://first.invalid"}}, "http://first.invalid"},
	} {
		b := newBackend(t, team.Config{Endpoints: tt.first})
		before := b.open("")
		b.Redirect(application)
		for _, one := range []*simulated{before, b.open("sk_us_later")} {
			if got := urls(one); !slices.Equal(got, []string{tt.want}) {
				t.Errorf("%s has the endpoints %q, want %s", one.Key, got, tt.want)
			}
		}
	}
}

func TestServeInbox(t *testing.T) {
	t.Parallel()
	b := newBackend(t, team.Config{})
	inbox := team.InboxPath + b.open("").World.Team().String()
	for _, tt := range []struct {
		method, path string
		want         int
	}{
		{http.MethodPost, inbox, http.StatusUnauthorized}, // it is not signed
		{http.MethodGet, inbox, http.StatusNotFound},
		{http.MethodGet, inbox + "/health", http.StatusNotFound}, // no application runs
		{http.MethodPost, team.InboxPath + uuid.Nil.String(), http.StatusNotFound},
		{http.MethodPost, team.InboxPath + "own", http.StatusNotFound},
	} {
		w := httptest.NewRecorder()
		b.ServeInbox(w, httptest.NewRequest(tt.method, tt.path, http.NoBody))
		if w.Code != tt.want {
			t.Errorf("%s %s: %d, want %d", tt.method, tt.path, w.Code, tt.want)
		}
	}
}
