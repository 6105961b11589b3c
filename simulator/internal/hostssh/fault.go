package hostssh

import (
	"context"
	"strconv"
	"time"

	"golang.org/x/crypto/ssh"

	"cdktf-proxmox-talos/simulator/internal/calls"
)

// meet runs a command that meets a fault.
func (s *Server) meet(secured *ssh.ServerConn, fault *calls.Rule, call *calls.Call, perform func() (string, int)) (output string, code int, answered bool) {
	ctx, cancel := context.WithCancel(s.ctx)
	defer cancel()

	go func() {
		// the caller may go away meanwhile
		_ = secured.Wait()

		cancel()
	}()

	switch fault.Action {
	case calls.ActionStatus:
		return fault.Message + "\n", exitCode(fault), true
	case calls.ActionTask:
		// a command has no task; what it starts fails at once
		return fault.Message + "\n", exitCode(fault), true
	case calls.ActionHang:
		s.dependencies.Recorder.Hang(ctx)

		return "", 0, false
	case calls.ActionDrop:
		_ = secured.Close()

		return "", 0, false
	case calls.ActionSlow:
		select {
		case <-time.After(time.Duration(fault.DelayMS) * time.Millisecond):
		case <-ctx.Done():
		}

		output, code = perform()

		return output, code, true
	case calls.ActionHold:
		output, code = perform()
		call.Status = strconv.Itoa(code)
		s.dependencies.Recorder.Hold(ctx, *call)

		return output, code, true
	default:
		output, code = perform()

		return output, code, true
	}
}

func exitCode(fault *calls.Rule) int {
	if fault.Status == 0 {
		return 1
	}

	return fault.Status
}
