package machine

import (
	"errors"
	"sync"
)

// Firmware starts what is on a disk, and knows the keys by which it checks signatures.
type Firmware struct {
	// UEFI is none of the old BIOS, which starts no signed image.
	UEFI bool
	// ChecksSignatures is a firmware with secure boot.
	ChecksSignatures bool
	// Keys are kept with the variables of UEFI.
	Keys *Keys
}

// Keys are those that are enrolled in a firmware; one without any is in setup mode.
type Keys struct {
	mu    sync.Mutex
	owner string
}

// Owners of keys.
const (
	nobody    = ""
	microsoft = "Microsoft"
	talos     = "Talos"
)

// MicrosoftKeys are those that Proxmox VE enrolls when it is asked for.
func MicrosoftKeys() *Keys { return &Keys{owner: microsoft} }

var (
	errNoUEFI       = errors.New("a signed image boots by UEFI alone")
	errAccessDenied = errors.New("BdsDxe: failed to load Boot0001: Access Denied")
)

// Boots refuses an image that the firmware does not start. A signed one enrolls its keys where there are none.
func (f *Firmware) Boots(image Image) error {
	switch {
	case f == nil:
		return nil
	case image.SecureBoot && !f.UEFI:
		return errNoUEFI
	case !f.ChecksSignatures || f.Keys == nil:
		return nil
	}

	f.Keys.mu.Lock()
	defer f.Keys.mu.Unlock()

	switch {
	case image.SecureBoot && f.Keys.owner == nobody:
		f.Keys.owner = talos

		return nil
	case image.SecureBoot && f.Keys.owner == talos, !image.SecureBoot && f.Keys.owner == nobody:
		return nil
	default:
		return errAccessDenied
	}
}

// IsSecured says whether the firmware started what runs because of its signature.
func (f *Firmware) IsSecured() bool {
	if f == nil || !f.ChecksSignatures || f.Keys == nil {
		return false
	}

	f.Keys.mu.Lock()
	defer f.Keys.mu.Unlock()

	return f.Keys.owner != nobody
}
