package homelab

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// Ready is the one line that a homelab prints, as soon as everything in it answers.
type Ready struct {
	Ready bool `json:"ready"`
	// Control is the URL of the control API.
	Control string `json:"control"`
	// StateDirectory holds the journal, the certificate of the homelab's authority and the logs.
	StateDirectory string `json:"stateDirectory"`
}

// Run makes the homelab of a configuration file and keeps it until a signal, until standard input ends or until the
// process that started it has gone: whoever starts a homelab keeps its standard input open.
func Run(configFile string, stdin io.Reader, stdout io.Writer) error {
	config, err := readConfig(configFile)
	if err != nil {
		return err
	}

	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()

	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)

	go endWithInput(stdin, cancel)
	go endWithParent(ctx, os.Getppid(), cancel)

	homelab, err := Start(ctx, config)
	if err != nil {
		return err
	}
	defer homelab.Close()

	ready := Ready{Ready: true, Control: "http://" + config.Control, StateDirectory: config.StateDirectory}
	if err := json.NewEncoder(stdout).Encode(ready); err != nil {
		return fmt.Errorf("nobody reads what the homelab prints: %w", err)
	}

	<-ctx.Done()

	return nil
}

func endWithInput(stdin io.Reader, cancel context.CancelCauseFunc) {
	_, err := io.Copy(io.Discard, stdin)
	cancel(errors.Join(errors.New("standard input has ended"), err))
}

// endWithParent is for a parent that was killed while somebody else keeps the pipe open.
func endWithParent(ctx context.Context, parent int, cancel context.CancelCauseFunc) {
	for ctx.Err() == nil {
		if os.Getppid() != parent {
			cancel(errors.New("the process that started the homelab has gone"))

			return
		}

		select {
		case <-time.After(time.Second):
		case <-ctx.Done():
		}
	}
}
