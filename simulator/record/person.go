package record

import (
	"bufio"
	"context"
	"encoding/json"
	"net/url"
	"slices"
)

// profile writes profile.json: the user's profile, or one per provider.
func (r *recorder) profile(ctx context.Context) error {
	path := "/v2/summary/profile/" + r.user
	if len(r.linked) < 2 {
		raw, err := r.client.get(ctx, path, nil)
		if err != nil {
			return r.skipAbsent("summary/profile", err)
		}
		if isNull(raw) {
			return nil
		}
		return r.folder.write("profile.json", func(w *bufio.Writer) (int, error) {
			line, err := r.record(raw, nil)
			_, _ = w.Write(append(line, '\n'))
			return 1, err
		})
	}
	var profiles []json.RawMessage
	for _, provider := range r.linked {
		raw, err := r.client.get(ctx, path, url.Values{"provider": {provider}})
		if err != nil {
			if err := r.skipAbsent("summary/profile of "+provider, err); err != nil {
				return err
			}
			continue
		}
		if !isNull(raw) && !slices.ContainsFunc(profiles, func(p json.RawMessage) bool { return string(p) == string(raw) }) {
			profiles = append(profiles, raw)
		}
	}
	if len(profiles) == 0 {
		return nil
	}
	return r.array("profile.json", profiles)
}

// devices writes devices.json if the user has devices.
func (r *recorder) devices(ctx context.Context) error {
	path := "/v2/user/" + r.user + "/device"
	raw, err := r.client.get(ctx, path, nil)
	if err != nil {
		return r.skipAbsent("devices", err)
	}
	var devices []json.RawMessage
	if json.Unmarshal(raw, &devices) != nil {
		return notVital(path, "the response is not an array")
	}
	if len(devices) == 0 {
		return nil
	}
	return r.array("devices.json", devices)
}
