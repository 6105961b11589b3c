// Package talosnode runs simulated Talos machines: their API on port 50000 in maintenance mode and configured, their
// membership in etcd, and what survives when they are switched off.
package talosnode

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"time"

	"cdktf-proxmox-talos/simulator/internal/calls"
	"cdktf-proxmox-talos/simulator/internal/kubelet"
	"cdktf-proxmox-talos/simulator/internal/machine"
	"cdktf-proxmox-talos/simulator/internal/olderjudge"
)

// Config is the part of the homelab's configuration that is about Talos. Times are in milliseconds.
type Config struct {
	// SchemaDirectory holds the published schemas of the machine configuration, one per minor version.
	SchemaDirectory string `json:"schemaDirectory"`
	// ExtensionServicesFile is the path of extension-services.json: services that wait until they are configured.
	ExtensionServicesFile string `json:"extensionServicesFile"`
	// Judge is the program that speaks for machines of releases before the one that this program has the library of.
	Judge olderjudge.Judge `json:"judge"`
	// BootMS is how long a machine takes from power on until its API answers.
	BootMS int `json:"bootMs"`
	// ApplyMS is how long a machine takes to accept a configuration, and its container runtime to start.
	ApplyMS int `json:"applyMs"`
	// RebootMS is how long a machine that restarts, stops or is reset still answers.
	RebootMS int `json:"rebootMs"`
	// SwitchMS is how long a machine goes on in maintenance mode after it has taken a configuration.
	SwitchMS int `json:"switchMs"`
	// EventMS is how long a machine that a caller has told to restart, stop or reset goes on before its first event.
	EventMS int `json:"eventMs"`
	// AgentInMaintenance has the guest agent answer before a machine is configured.
	AgentInMaintenance bool `json:"agentInMaintenance,omitempty"`
	// DHCP are the servers that give virtual machines addresses.
	DHCP []DHCPServer `json:"dhcp,omitempty"`
	// Physical machines are on from the start.
	Physical []Physical `json:"physical"`
}

// Physical is a computer beside the hypervisors. Its address comes from DHCP.
type Physical struct {
	Name    string       `json:"name"`
	Address netip.Prefix `json:"address"`
	// Link is the name of its network interface; enp1s0 if none is given.
	Link string `json:"link,omitempty"`
	// MAC is that of its network card; made up if none is given.
	MAC string `json:"mac,omitempty"`
	// Cards are those of a machine with several; the first one has the address by DHCP, and Link and MAC are not asked for.
	Cards     []PhysicalCard `json:"cards,omitempty"`
	Image     machine.Image  `json:"image"`
	MemoryMiB int            `json:"memoryMiB"`
	Disks     []PhysicalDisk `json:"disks"`
}

// PhysicalCard is a network card of a physical machine.
type PhysicalCard struct {
	// Link is the name that Linux gives it.
	Link string `json:"link"`
	// MAC is made up if none is given.
	MAC string `json:"mac,omitempty"`
	// BusPath is its place on the bus; counted if none is given.
	BusPath string `json:"busPath,omitempty"`
	// Unplugged is a card without a cable.
	Unplugged bool `json:"unplugged,omitempty"`
}

// PhysicalDisk is a disk of a physical machine; it boots from the one that says system.
type PhysicalDisk struct {
	// Interface is bus and slot, such as nvme0.
	Interface string `json:"interface"`
	Serial    string `json:"serial"`
	SizeGiB   int64  `json:"sizeGiB"`
	// Bytes is a size that is no whole number of GiB.
	Bytes  int64 `json:"bytes,omitempty"`
	System bool  `json:"system"`
	machine.DiskIdentity
}

func (d PhysicalDisk) bytes() int64 {
	if d.Bytes > 0 {
		return d.Bytes
	}

	return d.SizeGiB << 30
}

// Dependencies are what the machines need of the rest of the homelab.
type Dependencies struct {
	Recorder   *calls.Recorder
	Kubernetes kubelet.Kubernetes
	// StateDirectory gets talos.log, which tells what the machines do.
	StateDirectory string
}

func (c Config) validate() error {
	for name, value := range map[string]int{
		"bootMs": c.BootMS, "applyMs": c.ApplyMS, "rebootMs": c.RebootMS, "switchMs": c.SwitchMS, "eventMs": c.EventMS,
	} {
		if value < 0 {
			return fmt.Errorf("%s must be 0 or more milliseconds, got %d", name, value)
		}
	}

	if c.Judge == "" {
		return errors.New("judge must be the path of the program that speaks for machines of older releases")
	}

	names := map[string]bool{}

	for _, physical := range c.Physical {
		switch {
		case physical.Name == "":
			return fmt.Errorf("a physical machine at %s has no name", physical.Address)
		case names[physical.Name]:
			return fmt.Errorf("there are two physical machines %q; give each its own name", physical.Name)
		case !physical.Address.IsValid() || !physical.Address.Addr().IsLoopback():
			return fmt.Errorf("physical machine %s: address %q is not one of 127.0.0.0/8 with prefix length, such as 127.7.5.22/16",
				physical.Name, physical.Address)
		case !slices.ContainsFunc(physical.Disks, func(disk PhysicalDisk) bool { return disk.System }):
			return fmt.Errorf("physical machine %s has no disk with system: true to boot from", physical.Name)
		}

		names[physical.Name] = true
	}

	return nil
}

// machine is the physical machine as it is switched on.
func (p Physical) machine() machine.Machine {
	disks := make([]machine.Disk, 0, len(p.Disks))
	for _, disk := range p.Disks {
		disks = append(disks, machine.Disk{
			Interface: disk.Interface, Serial: disk.Serial, Bytes: disk.bytes(), Identity: disk.DiskIdentity, System: disk.System,
		})
	}

	return machine.Machine{
		ID: physicalID(p.Name), Name: p.Name, Image: p.Image, MemoryMiB: p.MemoryMiB, Disks: disks, Cards: p.cards(),
		UUID: identifier(physicalID(p.Name), " uuid"),
	}
}

func (p Physical) cards() []machine.Card {
	written := p.Cards
	if len(written) == 0 {
		written = []PhysicalCard{{Link: p.Link, MAC: p.MAC}}
	}

	cards := make([]machine.Card, 0, len(written))

	for index, one := range written {
		card := machine.Card{
			Name: one.Link, MAC: one.MAC, Driver: "igc", BusPath: one.BusPath, PCIID: "8086:125C", Unplugged: one.Unplugged,
		}

		if index == 0 {
			card.Addresses = []netip.Prefix{p.Address}
		}

		if card.Name == "" {
			card.Name = fmt.Sprintf("enp%ds0", index+1)
		}

		if card.BusPath == "" {
			card.BusPath = fmt.Sprintf("0000:%02x:00.0", index+1)
		}

		if card.MAC == "" {
			sum := sha256.Sum256([]byte(p.Name))
			card.MAC = fmt.Sprintf("52:54:00:%02x:%02x:%02x", sum[0], sum[1], sum[2]+byte(index))
		}

		cards = append(cards, card)
	}

	return cards
}

func physicalID(name string) string { return "physical/" + name }

func milliseconds(count int) time.Duration { return time.Duration(count) * time.Millisecond }
