package kubernetes

import (
	"os/exec"
	"syscall"
)

const canDieWithParent = true

// dieWithParent has the kernel end the child when the simulator has gone, also when it was killed.
func dieWithParent(command *exec.Cmd) {
	command.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL, Setpgid: true}
}
