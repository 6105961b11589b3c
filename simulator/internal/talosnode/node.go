package talosnode

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"github.com/google/uuid"
	"github.com/siderolabs/talos/pkg/machinery/config"

	"cdktf-proxmox-talos/simulator/internal/machine"
	"cdktf-proxmox-talos/simulator/internal/talosnode/network"
)

// node is one machine.
type node struct {
	server   *Server
	physical bool

	mu      sync.Mutex
	machine machine.Machine
	// contents are those of disks that have come without, by interface.
	contents map[string]*machine.Content
	// plugs counts changes of disks, partitions those that were made.
	plugs, partitions int
	// salts counts the partitions for configurations that were made.
	salts int

	disk  disk
	on    bool
	boots int
	boot  *boot
	stop  context.CancelFunc
	ended chan struct{}
}

// disk is what survives when the machine is off.
type disk struct {
	// configuration is on STATE; nil is maintenance mode.
	configuration config.Provider
	// state is STATE itself; nil until it is made.
	state *statePartition
	// etcd is the id of the etcd whose data EPHEMERAL holds; empty is none.
	etcd string
	// bootstrapping is set until Kubernetes has been started behind the first member.
	bootstrapping bool
	// installed is what an installer has put on the disk; nil is the image that the machine came with.
	installed *machine.Image
	// installedOn is the interface of the disk that it is on; empty is the one that the machine came with.
	installedOn string
	// erased is a system disk without anything.
	erased bool
}

// statePartition is the partition of the configuration, beside what is written on it.
type statePartition struct {
	// salt is random, and goes into keys that are locked to it.
	salt string
	// slots are the keys of an encrypted one.
	slots map[int]machine.KeySlot
}

// live boots the machine again and again until it is off.
func (n *node) live(ctx context.Context, ended chan struct{}) {
	for n.bootOnce(ctx) {
	}

	n.mu.Lock()
	defer n.mu.Unlock()

	if n.ended == ended { // it may have been switched on again meanwhile
		n.on, n.boot = false, nil
	}
}

func (n *node) bootOnce(ctx context.Context) (again bool) {
	b, err := n.newBoot(ctx)
	if err != nil {
		n.logf("does not boot: %v", err)

		return false
	}

	defer n.forget(b)
	defer b.end()

	if !pause(ctx, milliseconds(n.server.config.BootMS)) {
		return false
	}

	if n.stored().erased {
		n.logf("finds no operating system on its disk")
		<-ctx.Done()

		return false
	}

	if hardware := n.hardware(); hardware.Firmware.Boots(hardware.Image) != nil {
		n.logf("%v", hardware.Firmware.Boots(hardware.Image))
		<-ctx.Done()

		return false
	}

	b.setUp()
	n.logf("has booted, boot id %s", b.id)

	configuration := n.stored().configuration
	if configuration == nil {
		var end bool
		if configuration, again, end = b.begin(); end {
			return again
		}
	}

	return b.operate(configuration)
}

// forget takes a boot that has ended away.
func (n *node) forget(ended *boot) {
	n.mu.Lock()
	defer n.mu.Unlock()

	if n.boot == ended {
		n.boot = nil
	}
}

// cutPower switches off at once: when it returns nothing listens any more.
func (n *node) cutPower() {
	n.mu.Lock()
	stop, boot := n.stop, n.boot
	n.on = false
	n.mu.Unlock()

	if stop != nil {
		stop()
	}

	if boot != nil {
		boot.kill()
	}
}

func (n *node) current() *boot {
	n.mu.Lock()
	defer n.mu.Unlock()

	if !n.on {
		return nil
	}

	return n.boot
}

func (n *node) isOn() bool {
	n.mu.Lock()
	defer n.mu.Unlock()

	return n.on
}

// hardware is the machine with what has been installed on it.
func (n *node) hardware() machine.Machine {
	n.mu.Lock()
	defer n.mu.Unlock()

	hardware := n.machine
	if n.disk.installed != nil {
		hardware.Image = *n.disk.installed
	}

	if n.disk.installedOn != "" {
		hardware.Disks = slices.Clone(hardware.Disks)
		for index := range hardware.Disks {
			hardware.Disks[index].System = hardware.Disks[index].Interface == n.disk.installedOn
		}
	}

	return hardware
}

// isInstalled says whether Talos is on a disk: that of a machine that was made from a disk image is, and that of a machine
// that was booted from something else once an installer has run.
func (n *node) isInstalled() bool {
	hardware := n.hardware()
	if n.stored().installed != nil {
		return true
	}

	isSystem := func(disk machine.Disk) bool { return disk.System }

	return hardware.Image.Platform != metal && (len(hardware.Disks) == 0 || slices.ContainsFunc(hardware.Disks, isSystem))
}

func (n *node) stored() disk {
	n.mu.Lock()
	defer n.mu.Unlock()

	return n.disk
}

// store changes what is on the disk.
func (n *node) store(change func(*disk)) {
	n.mu.Lock()
	defer n.mu.Unlock()

	change(&n.disk)
}

func (n *node) holdsEtcdData() bool { return n.stored().etcd != "" }

func (n *node) platform() network.Platform {
	hardware := n.hardware()

	isCloud := hardware.Image.Platform != metal

	return network.Platform{
		CloudInit: isCloud, Links: network.Links(hardware.Cards, isCloud), Image: hardware.Image, Name: hardware.Name,
	}
}

func (n *node) logf(format string, arguments ...any) {
	n.server.log.printf(n.hardware().Name, format, arguments...)
}

// identifier is a UUID that is the same in every run.
func identifier(of ...any) string {
	return uuid.NewSHA1(uuid.NameSpaceOID, []byte(fmt.Sprint(of...))).String()
}
