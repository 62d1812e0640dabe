package network_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/vitalsim/vitalsim/simulator/internal/network"
)

// host is a host that ends with the test, and a client of it.
func host(t *testing.T, handle http.HandlerFunc) *http.Client {
	t.Helper()
	h := network.NewHost(handle)
	t.Cleanup(h.Close)
	return &http.Client{Transport: h}
}

func TestRoundTrip(t *testing.T) {
	t.Parallel()
	client := host(t, func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		from, _, err := net.SplitHostPort(r.RemoteAddr)
		if err != nil || from != "127.0.0.1" {
			t.Errorf("the request is from %q", r.RemoteAddr)
		}
		if at := r.Context().Value(http.LocalAddrContextKey).(net.Addr); at.Network() != "memory" || at.String() != "127.0.0.1:80" {
			t.Errorf("it came over %s to %s", at.Network(), at)
		}
		w.Header().Set("X-Answer", "yes")
		w.WriteHeader(http.StatusTeapot)
		fmt.Fprintf(w, "%s %s%s %s", r.Method, r.Host, r.URL, body)
	})
	for _, url := range []string{"http://a.invalid/x?y=1", "https://b.invalid:8443/x?y=1"} {
		r, err := http.NewRequest(http.MethodPost, url, strings.NewReader("hello"))
		if err != nil {
			t.Fatal(err)
		}
		res, err := client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(res.Body)
		res.Body.Close()
		if want := "POST " + r.URL.Host + "/x?y=1 hello"; err != nil || string(body) != want {
			t.Errorf("%q, %v, want %q", body, err, want)
		}
		if res.StatusCode != http.StatusTeapot || res.Header.Get("X-Answer") != "yes" || res.Request.URL.String() != url {
			t.Errorf("%s %v of %s", res.Status, res.Header, res.Request.URL)
		}
	}
}

// TestLargeBodies both ways, also where nobody reads what was sent.
func TestLargeBodies(t *testing.T) {
	t.Parallel()
	large := strings.Repeat("0123456789abcdef", 1<<16)
	client := host(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/reads" {
			if n, err := io.Copy(io.Discard, r.Body); err != nil || n != int64(len(large)) {
				t.Errorf("%d bytes, %v", n, err)
			}
		}
		_, _ = io.WriteString(w, large)
	})
	for _, path := range []string{"/reads", "/reads/not", "/reads"} {
		res, err := client.Post("http://a.invalid"+path, "text/plain", strings.NewReader(large))
		if err != nil {
			t.Fatal(err)
		}
		n, err := io.Copy(io.Discard, res.Body)
		res.Body.Close()
		if err != nil || n != int64(len(large)) {
			t.Errorf("%s: %d bytes of %d, %v", path, n, len(large), err)
		}
	}
}

// TestWhatGoesWrongIsWhatItIsOverASocket: an answer that is cut off, a handler
// that panics, a connection that is closed.
func TestWhatGoesWrongIsWhatItIsOverASocket(t *testing.T) {
	t.Parallel()
	client := host(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/cut":
			w.Header().Set("Content-Length", "100")
			_, _ = io.WriteString(w, "half")
		case "/panic":
			panic(http.ErrAbortHandler)
		case "/hijack":
			c, _, err := http.NewResponseController(w).Hijack()
			if err != nil {
				t.Error(err)
				return
			}
			_ = c.Close()
		}
	})
	for _, path := range []string{"/cut", "/panic", "/hijack"} {
		res, err := client.Get("http://a.invalid" + path)
		if err == nil {
			_, err = io.Copy(io.Discard, res.Body)
			res.Body.Close()
		}
		if !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("%s: %v", path, err)
		}
	}
}

// TestInABubble nothing takes time but what takes time: a client that does not
// wait lets the handler know, and so does Close.
func TestInABubble(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var ended atomic.Int32
		h := network.NewHost(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body)
			if r.URL.Path == "/hang" {
				<-r.Context().Done()
				ended.Add(1)
			}
		}))
		client := &http.Client{Transport: h}
		began := time.Now()
		var all sync.WaitGroup
		for range 100 {
			all.Go(func() {
				res, err := client.Get("http://a.invalid/")
				if err != nil {
					t.Error(err)
					return
				}
				res.Body.Close()
			})
		}
		all.Wait()
		if took := time.Since(began); took != 0 {
			t.Errorf("100 requests took %v", took)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 15*time.Second)
		defer cancel()
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://a.invalid/hang", nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := client.Do(r); !errors.Is(err, context.DeadlineExceeded) || time.Since(began) != 15*time.Second {
			t.Errorf("%v after %v", err, time.Since(began))
		}
		synctest.Wait()
		if ended.Load() != 1 {
			t.Error("the handler does not know that nobody waits")
		}
		hanging := make(chan error)
		go func() {
			_, err := client.Get("http://a.invalid/hang")
			hanging <- err
		}()
		synctest.Wait()
		h.Close()
		if err := <-hanging; err == nil || ended.Load() != 2 {
			t.Errorf("after Close: %v, %d handlers have ended", err, ended.Load())
		}
		if _, err := client.Get("http://a.invalid/"); err == nil {
			t.Error("a closed host answers")
		}
		h.Close() // once more does nothing
	})
}

// TestCloseOfWhatNeverBegan returns.
func TestCloseOfWhatNeverBegan(t *testing.T) {
	t.Parallel()
	h := network.NewHost(http.NotFoundHandler())
	h.Close()
	if _, err := h.RoundTrip(&http.Request{Method: "GET", URL: mustURL(t)}); err == nil {
		t.Error("a closed host answers")
	}
}

func mustURL(t *testing.T) *url.URL {
	t.Helper()
	u, err := url.Parse("http://a.invalid/")
	if err != nil {
		t.Fatal(err)
	}
	return u
}
