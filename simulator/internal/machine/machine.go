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
	// System is set on the disk that the machine boots from.
	System bool
}

// Machine is a computer as it is switched on.
type Machine struct {
	// ID is never used again: a virtual machine that is made anew under the same number has another one.
	ID   string
	Name string
	// Where the machine runs, for people and tests: endpoint, host and number; empty for a physical machine.
	Where     string
	Image     Image
	Addresses []netip.Prefix
	MemoryMiB int
	Disks     []Disk
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
	// PowerOff switches a machine off; gracefully, it stops by itself after a while.
	PowerOff(id string, graceful bool)
	// IsOn says whether the machine runs; it may have switched itself off.
	IsOn(id string) bool
	// Remove destroys a machine with all that its disks hold.
	Remove(id string)
	// AgentInterfaces is what the guest agent answers; false while there is none that answers.
	AgentInterfaces(id string) ([]Interface, bool)
}
