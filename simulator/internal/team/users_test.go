package team_test

import (
	"testing"

	"github.com/google/uuid"

	"github.com/vitalsim/vitalsim/simulator/internal/team"
)

func TestUserByEitherID(t *testing.T) {
	t.Parallel()
	own := newBackend(t, team.Config{}).open("")
	ada := own.user("ada")
	if again := own.user("ada"); again != ada {
		t.Errorf("UserOrNew made %v of %v", again, ada)
	}
	for name, want := range map[string]string{
		"ada": "", ada.String(): "",
		"adda":            `user "adda": User not found; did you mean "ada"?`,
		"xavier":          `user "xavier": User not found; users are named by their client_user_id or their user id`,
		uuid.Nil.String(): `user "00000000-0000-0000-0000-000000000000": Not found; users are named by their client_user_id or their user id`,
	} {
		u, err := own.User(name)
		if errorText(err) != want || err == nil && u.UserID != ada {
			t.Errorf("%s: %v, %v, want %q", name, u.UserID, errorText(err), want)
		}
	}
}
