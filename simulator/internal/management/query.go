package management

import (
	"net/http"
	"strconv"

	"github.com/vitalsim/vitalsim/simulator/internal/apierror"
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
		return 0, apierror.Invalid("Input should be a valid integer, unable to parse string as an integer", "int_parsing", "query", "limit")
	case n < 1:
		return 0, apierror.Invalid("Input should be greater than or equal to 1", "greater_than_equal", "query", "limit")
	}
	return min(n, most), nil
}
