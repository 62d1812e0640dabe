//go:build unix

package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"

	svix "github.com/svix/svix-webhooks/go"
)

// testChild is the first argument of the test binary when it is the command of
// exec; the second argument names the child.
const testChild = "test-child"

func init() {
	asChild = func() bool {
		if len(os.Args) < 3 || os.Args[1] != testChild {
			return false
		}
		children[os.Args[2]](os.Args[3:])
		return true
	}
}

// children are the commands that exec is tested with. They are real processes
// that use only their environment.
var children = map[string]func(args []string){
	"pass": func([]string) {},
	"fail": func(args []string) {
		fmt.Println("one test failed")
		code, _ := strconv.Atoi(args[0])
		os.Exit(code)
	},
	"die": func(args []string) { // of a signal
		number, _ := strconv.Atoi(args[0])
		if signal.Ignored(syscall.Signal(number)) {
			fmt.Println("the signal is ignored")
			os.Exit(1)
		}
		_ = syscall.Kill(os.Getpid(), syscall.Signal(number))
		select {}
	},
	"environment": func([]string) { fmt.Println(strings.Join(os.Environ(), "\n")) },
	"cat":         func([]string) { _, _ = io.Copy(os.Stdout, os.Stdin) },
	"line": func([]string) { // by line, for a terminal
		for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
			fmt.Printf("read <%s>\n", lines.Text())
		}
	},
	// drive connects a user by the environment alone, and waits for an event.
	"trigger": func([]string) {
		res, err := http.Post(os.Getenv("VITALSIM_CONTROL_URL")+"/_sim/v1/events", "application/json", strings.NewReader(`{"event_type":"provider.connection.created","user":"ada"}`))
		if err != nil || res.StatusCode != http.StatusOK {
			panic(fmt.Sprint(res, err))
		}
		os.Exit(0)
	},
	"drive": func([]string) { drive(); os.Exit(0) },
	// receive is an application: it verifies webhooks until the event of its
	// argument has come. Then it ends, or goes on where there is none.
	"receive": func(args []string) { receive(args, http.StatusNoContent) },
	// refuse answers 500 to what it gets.
	"refuse": func(args []string) { receive(args, http.StatusInternalServerError) },
	// collapse ends with code 3 in the middle of the third delivery.
	"collapse": func([]string) {
		var n atomic.Int32
		listen(func(w http.ResponseWriter, _ *http.Request) {
			if n.Add(1) == 3 {
				os.Exit(3)
			}
		})
		select {}
	},
	// fixture asks for one in a folder that has none.
	"fixture": func([]string) {
		res, err := http.Post(os.Getenv("VITALSIM_CONTROL_URL")+"/_sim/v1/connections", "", strings.NewReader(`{"user":"ada","fixture":"./none"}`))
		if err != nil {
			panic(err)
		}
		body, _ := io.ReadAll(res.Body)
		fmt.Println(res.StatusCode, string(body))
	},
	"deaf": func([]string) { fmt.Println("deaf"); block() }, // never listens
	"gentle": func([]string) {
		fmt.Println("gentle", <-signals(syscall.SIGTERM, syscall.SIGINT, syscall.SIGUSR1))
		os.Exit(9)
	},
	"stubborn": func([]string) {
		signal.Ignore(syscall.SIGTERM, syscall.SIGINT)
		fmt.Println("stubborn", os.Getpid())
		select {}
	},
	// parent starts a process that listens on a port, and ends before it.
	"parent": func([]string) {
		exe, _ := os.Executable()
		cmd := exec.Command(exe, testChild, "orphan")
		stdout, _ := cmd.StdoutPipe()
		if err := cmd.Start(); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		line, _ := bufio.NewReader(stdout).ReadString('\n')
		fmt.Print(line)
	},
	"orphan": func([]string) {
		signal.Ignore(syscall.SIGTERM)
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			os.Exit(1)
		}
		fmt.Println(os.Getpid(), l.Addr())
		select {}
	},
}

func signals(which ...os.Signal) chan os.Signal {
	c := make(chan os.Signal, 1)
	signal.Notify(c, which...)
	fmt.Println("ready")
	return c
}

func block() { <-signals(syscall.SIGUSR2) }

// listen serves at the address of the target.
func listen(handle http.HandlerFunc) *http.Server {
	l, err := net.Listen("tcp", "127.0.0.1:"+os.Getenv("PORT"))
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	server := &http.Server{Handler: handle}
	go func() { _ = server.Serve(l) }()
	return server
}

func receive(until []string, status int) {
	verifier, err := svix.NewWebhook(os.Getenv("JUNCTION_WEBHOOK_SECRET"))
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	came := make(chan string, 10_000)
	server := listen(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if err := verifier.Verify(body, r.Header); err != nil {
			http.Error(w, err.Error(), http.StatusUnauthorized)
			return
		}
		w.WriteHeader(status)
		if status != http.StatusNoContent {
			fmt.Fprint(w, "{\"error\":\"no   such\ntable\"}")
		}
		var event struct {
			EventType string `json:"event_type"`
		}
		_ = json.Unmarshal(body, &event)
		came <- event.EventType
	})
	for event := range came {
		if len(until) > 0 && until[0] == event {
			_ = server.Shutdown(context.Background()) // answers what is open
			return
		}
	}
}

func drive() {
	must := func(key, method, url, body string) map[string]any {
		req, err := http.NewRequest(method, url, strings.NewReader(body))
		if err != nil {
			panic(err)
		}
		req.Header.Set("x-vital-api-key", key)
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			panic(err)
		}
		defer res.Body.Close()
		var v map[string]any
		if err := json.NewDecoder(res.Body).Decode(&v); err != nil || res.StatusCode != http.StatusOK {
			panic(fmt.Sprint(url, res.Status, v, err))
		}
		return v
	}
	base, key := os.Getenv("VITAL_BASE_URL"), os.Getenv("VITAL_API_KEY")
	user := must(key, "POST", base+"/v2/user", `{"client_user_id":"app-user-1"}`)["user_id"]
	must(key, "POST", base+"/v2/link/connect/demo", fmt.Sprintf(`{"user_id":%q,"provider":"oura"}`, user))
	control := os.Getenv("VITALSIM_CONTROL_URL")
	must(key, "POST", control+"/_sim/v1/clock/advance", `{"by":"1d"}`)
	fmt.Println(must(key, "POST", control+"/_sim/v1/wait", `{"event_type":"daily.data.sleep.created"}`)["total"])
}
