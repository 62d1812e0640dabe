package api_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/view"
)

// A pager reads grouped timeseries page by page.
type pager struct {
	*client
	http.Handler
	parameter string // that the cursor is passed as
}

// grouped is one page: the samples as provider, source and text, in the order
// of the answer, and the cursor of the next.
func (p pager) grouped(path, query string) (samples []string, next string) {
	p.Helper()
	r := httptest.NewRequest(http.MethodGet, path+"?"+query, nil)
	r.Header.Set("x-vital-api-key", key)
	w := httptest.NewRecorder()
	p.Handler.ServeHTTP(w, r)
	var page struct {
		Groups     json.RawMessage `json:"groups"`
		Next       *string         `json:"next"`
		NextCursor *string         `json:"next_cursor"`
	}
	if err := json.Unmarshal(w.Body.Bytes(), &page); err != nil || w.Code != http.StatusOK {
		p.Fatalf("GET %s: %d, %v in %.300s", path, w.Code, err, w.Body)
	}
	if (page.Next == nil) != (page.NextCursor == nil) || page.Next != nil && (*page.Next != *page.NextCursor || *page.Next == "") {
		p.Fatalf("next and next_cursor differ at the end of %s", w.Body.Bytes()[max(0, w.Body.Len()-200):])
	}
	if page.Next != nil {
		next = *page.Next
	}
	// The order of providers matters, which a map forgets.
	d := json.NewDecoder(bytes.NewReader(page.Groups))
	if _, err := d.Token(); err != nil {
		p.Fatal(err)
	}
	for d.More() {
		slug, err := d.Token()
		if err != nil {
			p.Fatal(err)
		}
		var groups []struct {
			Source json.RawMessage
			Data   []json.RawMessage
		}
		if err := d.Decode(&groups); err != nil {
			p.Fatal(err)
		}
		for _, g := range groups {
			if len(g.Data) == 0 {
				p.Errorf("GET %s?%s: an empty group of %v", path, query, slug)
			}
			for _, s := range g.Data {
				samples = append(samples, fmt.Sprintf("%v %s %s", slug, g.Source, s))
			}
		}
	}
	return samples, next
}

// all follows the cursor to its end and checks that every page but the last is full.
func (p pager) all(path, query string, size int) (samples []string) {
	p.Helper()
	cursor := ""
	for {
		q := query
		if cursor != "" {
			q += "&" + p.parameter + "=" + url.QueryEscape(cursor)
		}
		page, next := p.grouped(path, q)
		samples = append(samples, page...)
		if len(page) > size || next != "" && len(page) != size {
			p.Fatalf("%s: a page of %d holds %d samples", path, size, len(page))
		}
		if next == "" {
			return samples
		}
		if next == cursor {
			p.Fatalf("%s: the cursor stands still", path)
		}
		cursor = next
	}
}

// worn is a user with several providers, so that answers have several groups.
func (t *client) worn() string {
	t.Helper()
	id := t.user("ada")
	linked := 0
	for _, slug := range []string{"fitbit", "apple_health_kit", "garmin", "oura", "whoop_v2"} {
		if view.SimulatesProvider(slug) {
			t.connect(id, slug)
			linked++
		}
	}
	if linked < 2 {
		t.Fatalf("only %d providers are simulated", linked)
	}
	t.run(48 * time.Hour)
	return id
}

// TestPagesHoldEverySampleOnce follows the cursor with pages of all sizes and
// compares with the samples in one page and with the ungrouped ones.
func TestPagesHoldEverySampleOnce(t *testing.T) {
	t.Parallel()
	tm := newTeam(t, 0)
	id := tm.worn()
	const short, long = "start_date=2026-01-05T12:00:00Z&end_date=2026-01-05T16:59:59Z", "start_date=2025-12-30"
	for _, resource := range []string{"heartrate", "steps"} {
		path := "/v2/timeseries/" + id + "/" + resource
		for _, tt := range []struct {
			span  string
			sizes []int
		}{{short, []int{1, 7}}, {long, []int{1000}}} {
			whole, next := pager{tm, tm.handler(1_000_000), ""}.grouped(path+"/grouped", tt.span)
			if len(whole) < 100 || next != "" {
				t.Fatalf("%s: %d samples, next %q", resource, len(whole), next)
			}
			var bare []json.RawMessage
			if err := json.Unmarshal(tm.raw("GET", path+"?"+tt.span, "", key).Body.Bytes(), &bare); err != nil {
				t.Fatal(err)
			}
			if len(bare) != len(whole) {
				t.Errorf("%s: %d samples grouped, %d ungrouped", resource, len(whole), len(bare))
			}
			for i := range min(len(bare), len(whole)) {
				if !strings.HasSuffix(whole[i], " "+string(bare[i])) {
					t.Fatalf("%s: sample %d is %s, and %s ungrouped", resource, i, whole[i], bare[i])
				}
			}
			// Sizes at which the last page is just full, and just not.
			for i, size := range append(tt.sizes, len(whole), len(whole)-1, len(whole)+1, (len(whole)+1)/2) {
				parameter := []string{"next_cursor", "cursor"}[i%2]
				got := pager{tm, tm.handler(size), parameter}.all(path+"/grouped", tt.span, size)
				if !slices.Equal(got, whole) {
					t.Errorf("%s in pages of %d by %s: %d samples, want %d, all and in the same order", resource, size, parameter, len(got), len(whole))
				}
			}
		}
	}
}

// TestPagesOfOneProvider checks that all pages are of the requested provider.
func TestPagesOfOneProvider(t *testing.T) {
	t.Parallel()
	tm := newTeam(t, 0)
	id := tm.worn()
	path, span := "/v2/timeseries/"+id+"/heartrate/grouped", "start_date=2026-01-05"
	p := pager{tm, tm.handler(100), "next_cursor"}
	whole := p.all(path, span, 100)
	fitbit := p.all(path, span+"&provider=fitbit", 100)
	want := slices.DeleteFunc(slices.Clone(whole), func(s string) bool { return !strings.HasPrefix(s, "fitbit ") })
	if len(want) == 0 || len(want) == len(whole) || !slices.Equal(fitbit, want) {
		t.Errorf("%d samples of fitbit, %d among all %d", len(fitbit), len(want), len(whole))
	}
	if none := p.all(path, span+"&provider=nobody", 100); len(none) != 0 {
		t.Errorf("an unknown provider has %d samples", len(none))
	}
	if body := tm.raw("GET", path+"?start_date=2026-01-06&end_date=2026-01-05", "", key).Body.String(); body != `{"groups":{},"next":null,"next_cursor":null}` {
		t.Errorf("a span that ends before it starts: %s", body)
	}
	if body := tm.raw("GET", strings.TrimSuffix(path, "/grouped")+"?start_date=2026-01-06&end_date=2026-01-05", "", key).Body.String(); body != "[]" {
		t.Errorf("a span that ends before it starts, ungrouped: %s", body)
	}
}

// TestCursorsAreTakenAsTheyCameOnly checks that a changed cursor, or a cursor with
// other filters, is refused with 422.
func TestCursorsAreTakenAsTheyCameOnly(t *testing.T) {
	t.Parallel()
	tm := newTeam(t, 50)
	id := tm.connected()
	path, span := "/v2/timeseries/"+id+"/heartrate/grouped?", "start_date=2026-01-05&end_date=2026-01-06&provider=fitbit"
	_, cursor := pager{tm, tm.Handler, ""}.grouped(strings.TrimSuffix(path, "?"), span)
	if w := tm.raw("GET", path+span+"&next_cursor="+cursor, "", key); w.Code != http.StatusOK {
		t.Fatalf("the cursor as it came: %d %s", w.Code, w.Body)
	}
	other := tm.user("ben")
	tm.connect(other, "fitbit")
	tm.run(time.Hour)
	wrong := map[string]string{
		"another start":    path + "start_date=2026-01-04&end_date=2026-01-06&provider=fitbit&next_cursor=" + cursor,
		"another end":      path + "start_date=2026-01-05&end_date=2026-01-07&provider=fitbit&next_cursor=" + cursor,
		"no end":           path + "start_date=2026-01-05&provider=fitbit&next_cursor=" + cursor,
		"no provider":      path + "start_date=2026-01-05&end_date=2026-01-06&next_cursor=" + cursor,
		"another resource": strings.Replace(path, "heartrate", "steps", 1) + span + "&next_cursor=" + cursor,
		"another user":     strings.Replace(path, id, other, 1) + span + "&next_cursor=" + cursor,
		"cut":              path + span + "&next_cursor=" + cursor[:len(cursor)-1],
		"longer":           path + span + "&next_cursor=" + cursor + "A",
		"by the alias":     path + span + "&cursor=" + cursor + "A",
		"padded":           path + span + "&next_cursor=" + cursor + "%3D",
		"with a newline":   path + span + "&next_cursor=" + cursor + "%0A",
		"the word None":    path + span + "&next_cursor=None",
	}
	raw, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 8 * len(raw) {
		flipped := slices.Clone(raw)
		flipped[i/8] ^= 1 << (i % 8)
		wrong[fmt.Sprint("bit ", i, " flipped")] = path + span + "&next_cursor=" + base64.RawURLEncoding.EncodeToString(flipped)
	}
	for name, target := range wrong {
		w := tm.raw("GET", target, "", key)
		if w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), `"loc":["query","next_cursor"]`) {
			t.Errorf("%s: %d %.200s, want 422", name, w.Code, w.Body)
		}
	}
}
