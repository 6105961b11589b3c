package storage

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/siderolabs/talos/pkg/machinery/config/config"
	"github.com/siderolabs/talos/pkg/machinery/constants"

	"cdktf-proxmox-talos/simulator/internal/machine"
)

// State is the partition of Talos with the configuration.
const State = "STATE"

// Keyring is all that a machine makes keys of.
type Keyring struct {
	// UUID is that of SMBIOS.
	UUID string
	// TPM tells the contents of the TPM; empty is a machine without one.
	TPM string
	// SignedImage is an image for secure boot, which alone brings the signatures that keys are sealed under.
	SignedImage bool
	// Secured says whether the firmware checked the signature of what runs.
	Secured bool
	// Salt is the random one on STATE.
	Salt string
}

var (
	errNoKeys       = errors.New("no encryption keys found")
	errNoTPM        = errors.New("stat /dev/tpm0: no such file or directory")
	errNoSignatures = errors.New("failed to calculate sealing policy digest: open /.extra/tpm2-pcr-public-key.pem: no such file or directory")
	errNotSecured   = errors.New("failed to enroll the TPM2 key, as SecureBoot is disabled (and checkSecurebootOnEnroll is enabled)")
	errTokenInvalid = errors.New("invalid token")
	errWrongKey     = errors.New("encryption key rejected")
)

// OpenState opens the partition with the configuration, or encrypts a new one. present are the keys of one that exists,
// nil if it is not encrypted.
func OpenState(configuration config.Config, ring Keyring, exists bool, present map[int]machine.KeySlot) (map[int]machine.KeySlot, error) {
	keys := encryptionOf(State, systemEncryption(configuration, State), ring)
	if !exists {
		return keys.format()
	}

	return keys.open(present)
}

// encryption is that of a volume, with what the machine has to open it.
type encryption struct {
	volume string
	keys   []config.EncryptionKey
	ring   Keyring
}

// encryptionOf returns nothing for a volume that is not to be encrypted.
func encryptionOf(volume string, configured config.EncryptionConfig, ring Keyring) *encryption {
	if configured == nil || len(configured.Keys()) == 0 {
		return nil
	}

	keys := slices.Clone(configured.Keys())
	slices.SortFunc(keys, func(a, b config.EncryptionKey) int { return cmp.Compare(a.Slot(), b.Slot()) })

	return &encryption{volume: volume, keys: keys, ring: ring}
}

// systemEncryption is that of a partition of Talos, from its document or from the section of older configurations.
func systemEncryption(configuration config.Config, label string) config.EncryptionConfig {
	document, _ := configuration.Volumes().ByName(label)
	if encrypted := document.Encryption(); encrypted != nil {
		return encrypted
	}

	if configuration.Machine() == nil {
		return nil
	}

	return configuration.Machine().SystemDiskEncryption().Get(label)
}

// format makes the keys of a new volume: the first that can be made, and all others with it.
func (e *encryption) format() (map[int]machine.KeySlot, error) {
	if e == nil {
		return nil, nil
	}

	slots, failed := map[int]machine.KeySlot{}, error(nil)

	for _, key := range e.keys {
		slot, err := e.newKey(key)

		switch {
		case err == nil:
			slots[key.Slot()] = slot
		case len(slots) > 0:
			return nil, fmt.Errorf("error formatting and encrypting volume: %w", err)
		default:
			failed = errors.Join(failed, err)
		}
	}

	if len(slots) == 0 {
		return nil, fmt.Errorf("error formatting and encrypting volume: no handlers available to get encryption keys from: %w", cmp.Or(failed, errNoKeys))
	}

	// a key that failed before the first one that could be made is tried again, and must be there too
	if len(slots) < len(e.keys) {
		return nil, fmt.Errorf("error formatting and encrypting volume: %w", failed)
	}

	return slots, nil
}

// open returns the keys of a volume as they are after it was opened: those that the configuration has and no other.
func (e *encryption) open(present map[int]machine.KeySlot) (map[int]machine.KeySlot, error) {
	if e == nil && present == nil {
		return nil, nil
	}

	if e == nil {
		return nil, errors.New("filesystem type mismatch: luks != xfs")
	}

	if present == nil {
		return nil, errors.New("block dev type mismatch: xfs != luks")
	}

	used, err := e.used(present)
	if err != nil {
		return nil, err
	}

	slots := map[int]machine.KeySlot{used: present[used]}

	for _, key := range e.keys {
		slot, isThere := present[key.Slot()]

		switch made, err := e.newKey(key); {
		case key.Slot() == used:
		case isThere && e.fits(key, slot) == nil:
			slots[key.Slot()] = slot
		case err == nil:
			slots[key.Slot()] = made
		case isThere:
			slots[key.Slot()] = slot
		}
	}

	return slots, nil
}

// used is the first slot that opens.
func (e *encryption) used(present map[int]machine.KeySlot) (int, error) {
	var failed error

	for _, key := range e.keys {
		slot, isThere := present[key.Slot()]

		err := errWrongKey
		if isThere {
			err = e.fits(key, slot)
		}

		if err == nil {
			return key.Slot(), nil
		}

		failed = errors.Join(failed, fmt.Errorf("slot %d: %w", key.Slot(), err))
	}

	return 0, fmt.Errorf("error opening encrypted volume: no handlers available to get encryption keys from: %w", failed)
}

// fits says why a key does not open a slot.
func (e *encryption) fits(key config.EncryptionKey, slot machine.KeySlot) error {
	if key.TPM() != nil && slot.Kind != "tpm" || key.KMS() != nil && slot.Kind != "kms" {
		return errTokenInvalid
	}

	now, err := e.ring.secretOf(key, e.volume)

	switch {
	case err != nil:
		return err
	case slot.Kind != now.Kind, slot.Secret != now.Secret, slot.Salt != now.Salt, slot.BoundToFirmware && slot.Secured != e.ring.Secured:
		return errWrongKey
	default:
		return nil
	}
}

func (e *encryption) newKey(key config.EncryptionKey) (machine.KeySlot, error) {
	tpm := key.TPM()
	if tpm == nil {
		return e.ring.secretOf(key, e.volume)
	}

	switch {
	case tpm.CheckSecurebootOnEnroll() && !e.ring.Secured:
		return machine.KeySlot{}, errNotSecured
	case e.ring.TPM != "" && !e.ring.SignedImage:
		return machine.KeySlot{}, errNoSignatures
	}

	slot, err := e.ring.secretOf(key, e.volume)
	slot.Secured, slot.BoundToFirmware = e.ring.Secured, slices.Contains(tpm.PCRs(), constants.SecureBootStatePCR)

	return slot, err
}

// secretOf is what the machine gets as the secret of a key now. A KMS opens for every machine what it has sealed.
func (k Keyring) secretOf(key config.EncryptionKey, volume string) (machine.KeySlot, error) {
	var slot machine.KeySlot

	switch {
	case key.Static() != nil:
		slot.Kind, slot.Secret = "static", string(key.Static().Key())
	case key.NodeID() != nil:
		if err := mixed(k.UUID); err != nil {
			return slot, err
		}

		slot.Kind, slot.Secret = "nodeid", k.UUID+volume
	case key.KMS() != nil:
		slot.Kind, slot.Secret = "kms", key.KMS().Endpoint()
	case k.TPM == "":
		return slot, errNoTPM
	default:
		slot.Kind, slot.Secret = "tpm", k.TPM
	}

	if key.LockToSTATE() {
		slot.Salt = k.Salt
	}

	return slot, nil
}

// mixed refuses a UUID of which one digit is more than half.
func mixed(uuid string) error {
	if uuid == "" {
		return fmt.Errorf("machine UUID is not populated %s", uuid)
	}

	counts := map[rune]int{}
	for _, digit := range uuid {
		counts[digit]++
	}

	if slices.Max(slices.Collect(maps.Values(counts))) > len(uuid)/2 {
		return fmt.Errorf("machine UUID %s entropy check failed", uuid)
	}

	return nil
}
