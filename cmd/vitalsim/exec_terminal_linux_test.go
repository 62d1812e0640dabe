package main

import (
	"io"
	"os"
	"os/exec"
	"strconv"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// terminal is a new terminal with a program in its foreground. Writing to it
// types, and a test can wait for what the program prints.
func startAtTerminal(t *testing.T, name string, args ...string) (keys *os.File, screen *lines, cmd *exec.Cmd) {
	t.Helper()
	keys, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Skipf("there are no terminals: %v", err)
	}
	t.Cleanup(func() { keys.Close() })
	if err := unix.IoctlSetPointerInt(int(keys.Fd()), unix.TIOCSPTLCK, 0); err != nil {
		t.Fatal(err)
	}
	number, err := unix.IoctlGetInt(int(keys.Fd()), unix.TIOCGPTN)
	if err != nil {
		t.Fatal(err)
	}
	tty, err := os.OpenFile("/dev/pts/"+strconv.Itoa(number), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer tty.Close()
	cmd = program(t, name, args...)
	cmd.Env = append(os.Environ(), "VITALSIM_TEST_MAIN=1")
	cmd.Stdin, cmd.Stdout, cmd.Stderr = tty, tty, tty
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	screen = newLines(t)
	go func() { _, _ = io.Copy(screen, keys) }() // ends with the terminal
	return keys, screen, cmd
}

// The bytes of keys at a terminal.
const interruptKey, suspendKey = "\x03", "\x1a"

// TestExecAtATerminal checks that the command reads what is typed and gets
// Ctrl-C. Without a shell that could resume it, Ctrl-Z has no effect.
func TestExecAtATerminal(t *testing.T) {
	t.Parallel()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	keys, screen, cmd := startAtTerminal(t, exe, "exec", "--", exe, testChild, "line")
	for _, word := range []string{"first", "second"} {
		io.WriteString(keys, word+"\n")
		screen.until("read <" + word + ">")
		io.WriteString(keys, suspendKey)
	}
	io.WriteString(keys, interruptKey)
	screen.until("was killed by signal 2")
	if _ = cmd.Wait(); cmd.ProcessState.ExitCode() != 130 {
		t.Errorf("%v: %s", cmd.ProcessState, screen)
	}
}

// TestExecIsAJobOfAShell checks that Ctrl-Z stops exec and its command, and that
// fg resumes both.
func TestExecIsAJobOfAShell(t *testing.T) {
	t.Parallel()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	keys, screen, cmd := startAtTerminal(t, "sh", "-mc", `"$0" exec -- "$0" test-child line; echo stopped: $?; fg >/dev/null; echo ended: $?`, exe)
	io.WriteString(keys, "first\n")
	screen.until("read <first>")
	io.WriteString(keys, suspendKey)
	if code := screen.until("stopped: "); code != strconv.Itoa(128+int(unix.SIGSTOP)) {
		t.Errorf("Ctrl-Z: %s", code)
	}
	io.WriteString(keys, "second\n")
	screen.until("read <second>")
	io.WriteString(keys, interruptKey)
	if code := screen.until("ended: "); code != "130" {
		t.Errorf("Ctrl-C: %s", code)
	}
	_ = cmd.Wait()
}
