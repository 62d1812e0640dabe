package body_test

import (
	"regexp"
	"testing"
)

func TestIdentitiesUseReservedRanges(t *testing.T) {
	t.Parallel()
	email := regexp.MustCompile(`^[a-z]+\.[a-z]+\d+@example\.com$`)
	phone := regexp.MustCompile(`^(\+1\d{3}55501\d\d|\+442079460\d{3}|\+6125550\d{4})$`)
	seen := map[string]int{}
	for n := range 300 {
		p := draw(t, n, "", "")
		id := p.Identity()
		if id.FirstName == "" || id.LastName == "" || !email.MatchString(id.Email) || !phone.MatchString(id.Phone) {
			t.Errorf("persona %d is %+v", n, id)
		}
		if id != draw(t, n, "", "").Identity() || id != p.Identity() {
			t.Errorf("persona %d changes its name", n)
		}
		seen[id.Email]++
	}
	if len(seen) != 300 {
		t.Errorf("%d e-mails among 300 personas", len(seen))
	}
}
