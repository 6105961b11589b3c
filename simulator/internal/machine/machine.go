// Package machine is what a hypervisor and the operating system on its machines know of each other.
package machine

import (
	"encoding/json"
	"fmt"
	"net/netip"
)

// Image is the operating system on a disk.
type Image struct {
	// Version is the Talos release, such as v1.13.9.
	Version      string   `json:"version"`
	SchematicID  string   `json:"schematicId"`
	Platform     string   `json:"platform"`
	Architecture string   `json:"architecture"`
	Extensions   []string `json:"extensions"`
	// KernelArgs are those beside Talos' own.
	KernelArgs []string `json:"kernelArgs,omitempty"`
	// SecureBoot is an image that is signed with the keys of its makers, and starts by UEFI alone.
	SecureBoot bool `json:"secureBoot,omitempty"`
	// Overlay is the support for a single-board computer: image and name, joined by a bar; empty if there is none.
	Overlay string `json:"overlay,omitempty"`
	// EmbeddedConfiguration is the machine configuration, or a part of one, that lies in the image.
	EmbeddedConfiguration string `json:"embeddedConfiguration,omitempty"`
	// Meta holds the first values of the META partition by their keys.
	Meta map[uint8]string `json:"meta,omitempty"`
}

// HasGuestAgent says whether the guest agent runs on a machine that boots the image.
func (i Image) HasGuestAgent() bool {
	for _, extension := range i.Extensions {
		if extension == "siderolabs/qemu-guest-agent" {
			return true
		}
	}

	return false
}

// magic is how made-up image files begin, below any compression.
const magic = "made-up Talos image "

// Encode returns the content of a made-up image file.
func (i Image) Encode() []byte {
	text, err := json.Marshal(i)
	if err != nil {
		panic(err) // strings only
	}

	return append([]byte(magic), append(text, '\n')...)
}

// DecodeImage reads what Encode has made.
func DecodeImage(content []byte) (Image, error) {
	var image Image

	if len(content) < len(magic) || string(content[:len(magic)]) != magic {
		return image, fmt.Errorf("not a made-up Talos image")
	}

	return image, json.Unmarshal(content[len(magic):], &image)
}

// Disk is a disk of a machine.
type Disk struct {
	// Interface is bus and slot, such as scsi1.
	Interface string
	Serial    string
	Bytes     int64
	// Identity is what the disk tells of itself beside its serial number; a simulated disk tells little.
	Identity DiskIdentity
	// System is set on the disk that the machine boots from.
	System bool
	// Content is what is written on the disk; a machine that is given none keeps one for each interface.
	Content *Content
}

// DiskIdentity is what a disk tells of itself.
type DiskIdentity struct {
	Model    string `json:"model,omitempty"`
	WWID     string `json:"wwid,omitempty"`
	UUID     string `json:"uuid,omitempty"`
	Modalias string `json:"modalias,omitempty"`
	BusPath  string `json:"busPath,omitempty"`
	// Rotational is set on a disk that turns.
	Rotational bool `json:"rotational,omitempty"`
}

// Card is a network card of a machine.
type Card struct {
	// Name is made of the card's place on the bus, such as enp6s18; Linux uses it unless it is told to count cards.
	Name string
	MAC  string
	// Driver is the kernel module, such as virtio_net.
	Driver string
	// BusPath is the place on the bus, such as 0000:06:12.0.
	BusPath string
	// PCIID are vendor and product, such as 1AF4:1000.
	PCIID string
	// Network is where the card is plugged in, such as vmbr0, or vmbr0.10 for a VLAN of it; empty for the one of a physical machine.
	Network string
	// Unplugged is a card without a cable.
	Unplugged bool
	// Addresses are given from outside: by cloud-init, or by a DHCP server to who asks it.
	Addresses []netip.Prefix
	// AsksDHCP is set where cloud-init has the card ask a DHCP server.
	AsksDHCP bool
	// Leased are what a DHCP server of its network gives the card if it asks.
	Leased []netip.Prefix
	// Gateways are those that cloud-init gives beside the addresses.
	Gateways []netip.Addr
}

// Machine is a computer as it is switched on.
type Machine struct {
	// ID is never used again: a virtual machine that is recreated under the same number has another one.
	ID   string
	Name string
	// Where the machine runs, for people and tests: endpoint, host and number; empty for a physical machine.
	Where     string
	Image     Image
	MemoryMiB int
	Disks     []Disk
	// Cards are in the order in which Linux finds them.
	Cards []Card
	// Firmware decides what boots; a machine without one boots whatever there is.
	Firmware *Firmware
	// UUID is that of SMBIOS.
	UUID string
	// TPM tells the contents of one TPM from those of all others; empty is a machine without one.
	TPM string
	// Shares are directories of the host by the tags that the machine knows them by, as host:path.
	Shares map[string]string
}

// Addresses are those that the machine is given from outside, card by card.
func (m Machine) Addresses() []netip.Prefix {
	var all []netip.Prefix
	for _, card := range m.Cards {
		all = append(all, card.Addresses...)
	}

	return all
}

// Interface is a network interface as the guest agent tells it.
type Interface struct {
	Name      string
	MAC       string
	Addresses []netip.Prefix
}

// Rack is where machines run. All calls return at once; booting and shutting down goes on behind them.
type Rack interface {
	// PowerOn boots a machine, from what its disk holds if it has been on before.
	PowerOn(machine Machine) error
	// Plug changes disks and network cards of a machine that is on; one that is off sees them when it is switched on.
	Plug(id string, disks []Disk, cards []Card)
	// PowerOff switches a machine off; gracefully, it stops by itself after a while.
	PowerOff(id string, graceful bool)
	// IsOn says whether the machine runs; it may have switched itself off.
	IsOn(id string) bool
	// Remove destroys a machine with all that its disks hold.
	Remove(id string)
	// AgentInterfaces is what the guest agent answers; false while there is none that answers.
	AgentInterfaces(id string) ([]Interface, bool)
}
