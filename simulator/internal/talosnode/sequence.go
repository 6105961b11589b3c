package talosnode

import (
	"fmt"
	"slices"

	"github.com/siderolabs/talos/pkg/machinery/api/common"
	machineapi "github.com/siderolabs/talos/pkg/machinery/api/machine"
	"github.com/siderolabs/talos/pkg/machinery/resources/runtime"

	"cdktf-proxmox-talos/simulator/internal/talosnode/storage"
)

// The sequences after which a machine is down, by Talos' names.
const (
	reboot   = "reboot"
	shutdown = "shutdown"
	reset    = "reset"
)

// sequence is a way down.
type sequence struct {
	kind string
	// actor is the id under which the caller finds the events.
	actor string
	// forced leaves out what takes care of the workload.
	forced bool
	reset  *resetTargets
}

// resetTargets is what a reset wipes.
type resetTargets struct {
	graceful, reboot bool
	// disk is the whole system disk; else the partitions by label.
	disk       bool
	partitions []string
}

// phase is a step of a sequence, of one task.
type phase struct {
	name, task string
	action     func() error
}

// request asks the machine to go down. While it does so already the wish comes to nothing, which is reported as an event.
func (b *boot) request(asked sequence) {
	select {
	case b.sequences <- asked:
	default:
		b.events.Publish(asked.actor, &machineapi.SequenceEvent{
			Sequence: asked.kind, Action: machineapi.SequenceEvent_NOOP,
			Error: &common.Error{Code: common.Code_LOCKED, Message: "sequence not started: locked"},
		})
	}
}

// perform runs a sequence. end is false when it has failed and the machine goes on.
func (b *boot) perform(asked sequence) (again, end bool) {
	if asked.actor != "" && !pause(b.ctx, milliseconds(b.node.server.config.EventMS)) {
		return false, true
	}

	stages := map[string]runtime.MachineStage{
		reboot: runtime.MachineStageRebooting, shutdown: runtime.MachineStageShuttingDown, reset: runtime.MachineStageResetting,
	}

	former := b.currentStage()

	b.mu.Lock()
	b.ending = &asked
	b.mu.Unlock()
	b.setStage(stages[asked.kind])
	b.node.logf("%s begins", asked.kind)
	b.show()

	if err := b.runPhases(asked); err != nil {
		b.node.logf("%s fails: %v", asked.kind, err)
		b.events.Publish(asked.actor, &machineapi.SequenceEvent{
			Sequence: asked.kind, Action: machineapi.SequenceEvent_NOOP,
			Error: &common.Error{Code: common.Code_FATAL, Message: "sequence failed: " + err.Error()},
		})

		b.mu.Lock()
		b.ending = nil
		b.mu.Unlock()
		b.setStage(former)

		return false, false
	}

	if !pause(b.ctx, milliseconds(b.node.server.config.RebootMS)) {
		return false, true
	}

	again = asked.kind == reboot || asked.kind == reset && asked.reset.reboot
	b.node.logf("%s ends, it goes %s", asked.kind, map[bool]string{true: "on again", false: "off"}[again])

	return again, true
}

func (b *boot) runPhases(asked sequence) error {
	publish := func(action machineapi.SequenceEvent_Action) {
		b.events.Publish(asked.actor, &machineapi.SequenceEvent{Sequence: asked.kind, Action: action})
	}

	publish(machineapi.SequenceEvent_START)
	defer publish(machineapi.SequenceEvent_STOP)

	phases := b.phases(asked)

	for index, step := range phases {
		b.events.Publish(asked.actor, &machineapi.PhaseEvent{Phase: step.name, Action: machineapi.PhaseEvent_START})
		b.events.Publish(asked.actor, &machineapi.TaskEvent{Task: step.task, Action: machineapi.TaskEvent_START})

		var err error
		if step.action != nil {
			err = step.action()
		}

		b.events.Publish(asked.actor, &machineapi.TaskEvent{Task: step.task, Action: machineapi.TaskEvent_STOP})
		b.events.Publish(asked.actor, &machineapi.PhaseEvent{Phase: step.name, Action: machineapi.PhaseEvent_STOP})

		if err != nil {
			return fmt.Errorf("error running phase %d in %s sequence: task 1/1: failed, %w", index+1, asked.kind, err)
		}
	}

	return nil
}

// phases are those of Talos, without those that would only wait for hardware here.
func (b *boot) phases(asked sequence) []phase {
	stop := []phase{
		{"dbus", "stopDBus", nil},
		{"stopServices", "stopServicesForUpgrade", nil},
		{"umount", "unmountPodMounts", nil},
		{"unmountSystem", "unmountEphemeralPartition", nil},
		{"volumeFinalize", "teardownLifecycle", nil},
		{"stopEverything", "stopAllServices", nil},
	}

	cleanup := phase{"cleanup", "stopAllPods", nil}

	switch asked.kind {
	case reset:
		return b.resetPhases(asked.reset, stop, cleanup)
	case shutdown:
		phases := []phase{{"storeShutdown", "storeShutdownEmergency", nil}}
		if !asked.forced {
			phases = append(phases, phase{"drain", "cordonAndDrainNode", nil})
		}

		return append(append(append(phases, cleanup), stop...), phase{"shutdown", "shutdown", nil})
	default:
		if asked.forced {
			return []phase{{"reboot", "reboot", nil}}
		}

		return append(append([]phase{cleanup}, stop...), phase{"reboot", "reboot", nil})
	}
}

func (b *boot) resetPhases(targets *resetTargets, stop []phase, cleanup phase) []phase {
	var phases []phase

	active := b.configuration()

	if targets.graceful {
		phases = append(phases, phase{"drain", "cordonAndDrainNode", nil}, phase{"cleanup", "removeAllPods", nil})

		if active.Machine().Type().IsControlPlane() {
			phases = append(phases, phase{"leave", "leaveEtcd", b.leaveEtcd})
		}
	} else {
		phases = append(phases, cleanup)
	}

	phases = append(phases, phase{"preReset", "sendResetSignal", nil})
	phases = append(phases, stop...)

	wipe := phase{"resetSpec", "resetSystemDiskSpec", func() error { return b.wipe(targets) }}
	if targets.disk {
		wipe.name, wipe.task = "reset", "resetSystemDisk"
	}

	phases = append(phases, phase{"forceCleanup", "forceCleanup", nil}, wipe)

	if targets.reboot {
		return append(phases, phase{"reboot", "reboot", nil})
	}

	return append(phases, phase{"shutdown", "shutdown", nil})
}

func (b *boot) wipe(targets *resetTargets) error {
	// with the system goes what tells which disk it is on
	disks := b.node.hardware().Disks

	b.node.store(func(disk *disk) {
		for _, label := range targets.partitions {
			switch label {
			case "STATE":
				disk.configuration, disk.state = nil, nil
			case storage.Ephemeral:
				disk.etcd, disk.bootstrapping = "", false
			}
		}

		if targets.disk {
			// a machine that was installed from a CD boots that again
			disk.erased = disk.installedOn == ""
			disk.configuration, disk.etcd, disk.bootstrapping, disk.installed, disk.installedOn = nil, "", false, nil, ""
			disk.state = nil
		}
	})

	for _, disk := range disks {
		switch {
		case targets.disk && disk.System:
			disk.Content.Wipe()
		case slices.Contains(targets.partitions, storage.Ephemeral):
			disk.Content.Wipe(storage.Ephemeral)
		}
	}

	if !b.node.holdsEtcdData() {
		b.setEtcd(false, "its data is wiped")
	}

	b.node.server.forgetLostClusters()

	return nil
}
