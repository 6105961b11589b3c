package proxmox

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"
)

const (
	// lookAgain is how often it is looked whether a machine has stopped.
	lookAgain = 2 * time.Millisecond
	// hardStop is how long a machine that is switched off hard may take.
	hardStop = 30 * time.Second
)

func guestStatus(r *request) (any, error) {
	found, err := r.findGuest("VM.Audit")
	if err != nil {
		return nil, err
	}

	status := r.server.summary(found)
	status["qmpstatus"] = status["status"]
	status["ha"] = map[string]int{"managed": asNumber(r.server.managed(found.id))}

	if agent, err := parseProperties(found.config["agent"], "enabled"); err == nil && agent["enabled"] == "1" {
		status["agent"] = 1
	}

	if lock := found.config["lock"]; lock != "" {
		status["lock"] = lock
	}

	return status, nil
}

// summary is what lists tell of a guest.
func (s *Server) summary(found *guest) map[string]any {
	answer := map[string]any{
		"vmid": found.id, "name": found.name(), "status": s.statusOf(found), "cpus": found.cpus(),
		"maxmem": int64(found.memoryMiB()) * mebi, "maxdisk": s.systemBytes(found), "mem": 0, "disk": 0, "cpu": 0, "uptime": 0,
	}

	if answer["status"] == "running" {
		_, number := splitNumber(found.machine)
		answer["pid"], answer["uptime"] = 100000+number, 1
	}

	if tags := found.config["tags"]; tags != "" {
		answer["tags"] = tags
	}

	if found.config["template"] == "1" {
		answer["template"] = 1
	}

	return answer
}

// systemBytes is the size of the first disk that the guest boots.
func (s *Server) systemBytes(found *guest) int64 {
	for _, device := range found.boots() {
		if isDisk(device, found.config[device]) {
			if used, err := s.findVolume(found.host, volumeOf(found.config[device])); err == nil {
				return used.bytes
			}
		}
	}

	return 0
}

func listGuests(r *request) (any, error) {
	host, err := r.findHost()
	if err != nil {
		return nil, err
	}

	list := []any{}

	for _, id := range slices.Sorted(maps.Keys(r.server.guests)) {
		if found := r.server.guests[id]; found.host == host.Name && r.may(found.path(), "VM.Audit") {
			list = append(list, r.server.summary(found))
		}
	}

	return list, nil
}

// startGuest leaves it to its task to find out whether the guest can be started.
func startGuest(r *request) (any, error) {
	found, err := r.findGuest("VM.PowerMgmt")
	if err != nil {
		return nil, err
	}

	r.server.requestState(found, "started")

	return r.startOn(found, "qmstart", r.server.locked(func(current *task) error {
		return r.server.powerOn(found, current)
	})), nil
}

// powerOn starts a guest with all its settings. The caller holds the lock.
func (s *Server) powerOn(found *guest, current *task) error {
	switch {
	case s.guests[found.id] != found:
		return errors.New(found.configFile())
	case found.config["template"] == "1":
		return errors.New("you can't start a vm if it's a template")
	case s.isOn(found):
		return fmt.Errorf("VM %d already running", found.id)
	}

	if err := s.checkStart(found); err != nil {
		var quit *qemuExit
		if errors.As(err, &quit) {
			for _, line := range quit.said {
				current.printf("%s", line)
			}
		}

		return err
	}

	on, booting := s.asMachine(found)
	found.blank = !booting && !found.racked

	if !found.blank {
		if err := s.dependencies.Rack.PowerOn(on); err != nil {
			return fmt.Errorf("start failed: %w", err)
		}

		found.racked = true
	}

	found.booted = maps.Clone(found.config)

	return nil
}

// qemuExit is that QEMU does not come up. The error is the same for all causes; what is wrong is in the log of the task.
type qemuExit struct{ said []string }

func (*qemuExit) Error() string { return "start failed: QEMU exited with code 1" }

// checkStart refuses what a host finds wrong only when it starts a guest: first what Proxmox VE sees, then what QEMU does.
func (s *Server) checkStart(found *guest) error {
	host, err := s.findHost(found.host)
	if err != nil {
		return err
	}

	if found.cpus() > host.cpus() {
		return fmt.Errorf("MAX %d vcpus allowed per VM on this node", host.cpus())
	}

	if err := found.checkMachineVersion(); err != nil {
		return err
	}

	if err := s.checkDevices(found); err != nil {
		return err
	}

	if int64(found.memoryMiB())*mebi > host.memoryBytes() {
		return &qemuExit{[]string{"kvm: cannot set up guest memory 'pc.ram': Cannot allocate memory"}}
	}

	for _, key := range found.keys() {
		if prefix, _ := splitNumber(key); prefix != "net" {
			continue
		}

		if err := s.checkBridge(found, found.config[key]); err != nil {
			return &qemuExit{[]string{
				err.Error(), fmt.Sprintf("kvm: -netdev type=tap,id=%s: network script /usr/libexec/qemu-server/pve-bridge failed with status 512", key),
			}}
		}
	}

	return nil
}

func (s *Server) checkDevices(found *guest) error {
	for _, key := range found.keys() {
		value := found.config[key]
		prefix, _ := splitNumber(key)

		var err error

		switch {
		case prefix == "hostpci":
			err = s.checkPCI(found, key, value)
		case prefix == "usb":
			err = s.checkUSB(found, value)
		case prefix == "virtiofs":
			err = s.checkDirectory(found, value)
		case key == "cicustom":
			err = s.checkSnippets(found, value)
		case prefix != "unused":
			err = s.checkDrive(found, key, value)
		}

		if err != nil {
			return err
		}
	}

	return nil
}

func (s *Server) checkDrive(found *guest, key, value string) error {
	file := volumeOf(value)
	if one, _ := findOption(key); one.kind != drive || file == "none" || file == "cdrom" {
		return nil
	}

	if _, err := s.findVolume(found.host, file); err != nil {
		return err
	}

	parsed, err := parseProperties(value, "file")
	if err != nil {
		return err
	}

	return checkLimits(parsed)
}

func (s *Server) checkSnippets(found *guest, value string) error {
	parsed, err := parseProperties(value, "")
	if err != nil {
		return err
	}

	for _, id := range parsed {
		if _, err := s.findVolume(found.host, id); err != nil {
			return err
		}
	}

	return nil
}

func stopGuest(r *request) (any, error) {
	found, err := r.findGuest("VM.PowerMgmt")
	if err != nil {
		return nil, err
	}

	r.server.requestState(found, "stopped")

	return r.startOn(found, "qmstop", func(ctx context.Context, _ *task) error {
		return r.server.powerOff(ctx, found, false, hardStop)
	}), nil
}

// shutdown is how a guest is asked to stop.
type shutdown struct {
	timeout time.Duration
	force   bool
}

func (r *request) readShutdown() (shutdown, error) {
	asked := shutdown{timeout: 3 * time.Minute}

	if r.has("timeout") {
		seconds, err := r.number("timeout")
		if err != nil {
			return asked, err
		}

		asked.timeout = time.Duration(seconds) * time.Second
	}

	force, err := r.flag("forceStop")
	asked.force = force

	return asked, err
}

func shutdownGuest(r *request) (any, error) {
	found, err := r.findGuest("VM.PowerMgmt")
	if err != nil {
		return nil, err
	}

	asked, err := r.readShutdown()
	if err != nil {
		return nil, err
	}

	r.server.requestState(found, "stopped")

	return r.startOn(found, "qmshutdown", func(ctx context.Context, _ *task) error {
		return r.server.shutDown(ctx, found, asked)
	}), nil
}

func rebootGuest(r *request) (any, error) {
	found, err := r.findGuest("VM.PowerMgmt")
	if err != nil {
		return nil, err
	}

	asked, err := r.readShutdown()
	if err != nil {
		return nil, err
	}

	if !r.server.isOn(found) {
		return nil, refuse("VM %d not running", found.id)
	}

	return r.startOn(found, "qmreboot", func(ctx context.Context, current *task) error {
		if err := r.server.shutDown(ctx, found, asked); err != nil {
			return err
		}

		r.server.mu.Lock()
		defer r.server.mu.Unlock()

		return r.server.powerOn(found, current)
	}), nil
}

func (s *Server) shutDown(ctx context.Context, found *guest, asked shutdown) error {
	err := s.powerOff(ctx, found, true, asked.timeout)
	if err != nil && asked.force && ctx.Err() == nil {
		return s.powerOff(ctx, found, false, hardStop)
	}

	return err
}

// powerOff switches a guest off and waits until it is. It takes the lock itself.
func (s *Server) powerOff(ctx context.Context, found *guest, graceful bool, timeout time.Duration) error {
	s.mu.Lock()
	on := s.isOn(found)

	if found.racked && on {
		s.dependencies.Rack.PowerOff(found.machine, graceful)
	}

	found.blank = false
	s.mu.Unlock()

	for deadline := time.Now().Add(timeout); on; {
		if time.Now().After(deadline) {
			return errors.New("VM quit/powerdown failed - got timeout")
		}

		if err := wait(ctx, lookAgain); err != nil {
			return err
		}

		s.mu.Lock()
		on = s.isOn(found)
		s.mu.Unlock()
	}

	return nil
}
