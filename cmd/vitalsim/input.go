package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"
)

// readInput reads a regular file, or stdin if the name is "" or "-", of at most limit
// bytes. It returns when the context of the command ends, even if nobody writes to
// stdin.
func readInput(cmd *cobra.Command, name string, limit int64) ([]byte, error) {
	if name != "" && name != "-" {
		text, err := readRegular(name, limit)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", cmd.Name(), err)
		}
		return text, nil
	}
	text, err := readAll(cmd.Context(), cmd.InOrStdin(), limit)
	if err != nil {
		return nil, fmt.Errorf("%s: read stdin: %w", cmd.Name(), err)
	}
	return text, nil
}

// readRegular reads a regular file of at most limit bytes. Other files are refused before
// they are opened, since opening a pipe may not return.
func readRegular(name string, limit int64) ([]byte, error) {
	info, err := os.Stat(name)
	switch {
	case err != nil:
		return nil, &os.PathError{Op: "open", Path: name, Err: errors.Unwrap(err)}
	case info.IsDir():
		return nil, fmt.Errorf("read %s: is a directory", name)
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("read %s: is not a regular file; pipe it to stdin", name)
	case info.Size() > limit:
		return nil, fmt.Errorf("read %s: has %d bytes, more than the %d that are read", name, info.Size(), limit)
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, limit))
}

// readAll reads at most limit bytes, and stops waiting for more when ctx ends.
func readAll(ctx context.Context, r io.Reader, limit int64) ([]byte, error) {
	type result struct {
		text []byte
		err  error
	}
	read := make(chan result, 1)
	go func() {
		text, err := io.ReadAll(io.LimitReader(r, limit+1))
		read <- result{text, err}
	}()
	select {
	case got := <-read:
		if got.err == nil && int64(len(got.text)) > limit {
			got.err = fmt.Errorf("more than %d bytes", limit)
		}
		return got.text, got.err
	case <-ctx.Done():
		return nil, errors.New("interrupted")
	}
}
