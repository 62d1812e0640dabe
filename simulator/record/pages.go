package record

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
)

// pages calls f with each page of a paged response, following next_cursor
// with the parameters of the first page.
func (c *client) pages(ctx context.Context, path string, query url.Values, f func(json.RawMessage) error) error {
	followed := map[string]bool{}
	for {
		raw, err := c.get(ctx, path, query)
		if err != nil {
			return err
		}
		var page struct {
			NextCursor *string `json:"next_cursor"`
			Next       *string `json:"next"` // the deprecated copy
		}
		if err := json.Unmarshal(raw, &page); err != nil {
			return notVital(path, "the response is not a page")
		}
		if err := f(raw); err != nil {
			return fmt.Errorf("GET %s: %w", path, err)
		}
		cursor := page.NextCursor
		if cursor == nil {
			cursor = page.Next
		}
		if cursor == nil || *cursor == "" {
			return nil
		}
		if followed[*cursor] {
			return fmt.Errorf("GET %s: the API repeats the cursor %.40q, so its pages would never end", path, *cursor)
		}
		followed[*cursor] = true
		query.Set("next_cursor", *cursor)
	}
}
