package management

import (
	"net/http"
	"strconv"

	"github.com/vitalsim/vitalsim/simulator/internal/rest"
)

// limit returns the query parameter limit, lowered to most, or otherwise if the
// request has none.
func limit(r *http.Request, otherwise, most int) (int, error) {
	text := r.URL.Query().Get("limit")
	if text == "" {
		return otherwise, nil
	}
	n, err := strconv.Atoi(text)
	switch {
	case err != nil:
		return 0, rest.Pydantic.NotIntText.Refuse("query", "limit")
	case n < 1:
		return 0, rest.AtLeast(1).Refuse("query", "limit")
	}
	return min(n, most), nil
}
