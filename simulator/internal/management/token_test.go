package management_test

import (
	"context"
	"encoding/base64"
	"strings"
	"testing"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/management"
)

// still is a wall clock that stands.
type still struct{ at time.Time }

func (w *still) Now() time.Time                           { return w.at }
func (*still) Sleep(context.Context, time.Duration) error { return nil }

func TestTokensHoldForTenMinutes(t *testing.T) {
	t.Parallel()
	wall := &still{time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)}
	tokens := management.Tokens{Key: []byte("a key"), Wall: wall}
	token := tokens.Mint(teamID)
	payload, err := base64.RawURLEncoding.DecodeString(strings.Split(token, ".")[1])
	if err != nil || !strings.Contains(string(payload), `"exp":1893456600`) {
		t.Errorf("claims %s, %v", payload, err)
	}
	for _, tt := range []struct {
		after time.Duration
		holds bool
	}{{0, true}, {management.TokenLife - time.Second, true}, {management.TokenLife, false}, {time.Hour, false}} {
		now := &still{wall.at.Add(tt.after)}
		got, err := management.Tokens{Key: tokens.Key, Wall: now}.Team(token)
		if (err == nil) != tt.holds || tt.holds && got != teamID {
			t.Errorf("after %v: %v, %v", tt.after, got, err)
		}
	}
}

func TestForgedTokens(t *testing.T) {
	t.Parallel()
	wall := &still{time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)}
	tokens := management.Tokens{Key: []byte("a key"), Wall: wall}
	parts := strings.Split(tokens.Mint(teamID), ".")
	none := base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none","typ":"JWT"}`))
	eternal := base64.RawURLEncoding.EncodeToString([]byte(`{"iss":"vitalsim","sub":"` + teamID.String() + `"}`))
	for _, token := range []string{
		"", "x", "sk_us_anything", parts[0] + "." + parts[1] + ".", none + "." + parts[1] + ".", parts[0] + "." + eternal + "." + parts[2],
		management.Tokens{Key: []byte("another"), Wall: wall}.Mint(teamID),
	} {
		if team, err := tokens.Team(token); err == nil {
			t.Errorf("%q is taken for a token of %v", token, team)
		}
	}
}
