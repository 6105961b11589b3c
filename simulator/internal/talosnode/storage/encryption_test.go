package storage_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/siderolabs/talos/pkg/machinery/config"
	"github.com/siderolabs/talos/pkg/machinery/config/configloader"

	"cdktf-proxmox-talos/simulator/internal/machine"
	"cdktf-proxmox-talos/simulator/internal/talosnode/storage"
)

const (
	someUUID  = "6f1a3ac0-2f0f-4d5a-9c3e-2b0f6f1d7a55"
	otherUUID = "1c9c1f6e-54f0-4b3a-8d0e-7f5f0a2b9e11"
)

func parsed(t *testing.T, text string) config.Provider {
	t.Helper()

	configuration, err := configloader.NewFromBytes([]byte(main + text))
	if err != nil {
		t.Fatal(err)
	}

	return configuration
}

// encrypted is a volume on the disk a with some keys; without any it is not encrypted.
func encrypted(keys ...string) string {
	text := "---\napiVersion: v1alpha1\nkind: UserVolumeConfig\nname: data\nprovisioning: {diskSelector: {match: 'disk.serial == \"a\"'}, minSize: 1GiB}\n"
	if len(keys) > 0 {
		text += "encryption: {provider: luks2, keys: [" + strings.Join(keys, ", ") + "]}\n"
	}

	return text
}

func key(slot int, kind string) string { return fmt.Sprintf("{slot: %d, %s}", slot, kind) }

func shownVolume(settled storage.Settlement) string {
	for _, volume := range settled.Volumes {
		if volume.ID != "u-data" {
			continue
		}

		text := []string{volume.Phase.String()}
		for _, slot := range slices.Sorted(maps.Keys(volume.Slots)) {
			text = append(text, fmt.Sprint(slot, " ", volume.Slots[slot].Kind))
		}

		return strings.Join(append(text, volume.Error), "; ")
	}

	return ""
}

const refused = "failed; 0 %s; error opening encrypted volume: no handlers available to get encryption keys from: slot 0: %s"

func TestKeys(t *testing.T) {
	const (
		nodeID = "nodeID: {}"
		static = "static: {passphrase: one}"
		tpm    = "tpm: {}"
	)

	ring := storage.Keyring{UUID: someUUID, TPM: "one", SignedImage: true, Secured: true, Salt: "grain"}
	other := func(change func(*storage.Keyring)) storage.Keyring {
		changed := ring
		change(&changed)

		return changed
	}

	for _, test := range []struct {
		name          string
		before, after []string
		later         storage.Keyring
		want          string
	}{
		{"the same machine", []string{key(0, nodeID)}, []string{key(0, nodeID)}, ring, "ready; 0 nodeid; "},
		{"another UUID", []string{key(0, nodeID)}, []string{key(0, nodeID)}, other(func(k *storage.Keyring) { k.UUID = otherUUID }), fmt.Sprintf(refused, "nodeid", "encryption key rejected")},
		{"no UUID", []string{key(0, nodeID)}, []string{key(0, nodeID)}, other(func(k *storage.Keyring) { k.UUID = "" }), fmt.Sprintf(refused, "nodeid", "machine UUID is not populated ")},
		{"a UUID of one digit", []string{key(0, nodeID)}, []string{key(0, nodeID)}, other(func(k *storage.Keyring) { k.UUID = "00000000-0000-4000-8000-000000000001" }), fmt.Sprintf(refused, "nodeid", "machine UUID 00000000-0000-4000-8000-000000000001 entropy check failed")},
		{"a passphrase goes with the disk", []string{key(0, static)}, []string{key(0, static)}, storage.Keyring{}, "ready; 0 static; "},
		{"another passphrase", []string{key(0, static)}, []string{key(0, "static: {passphrase: two}")}, ring, fmt.Sprintf(refused, "static", "encryption key rejected")},
		{"a KMS opens for every machine", []string{key(0, "kms: {endpoint: https://kms.example}")}, []string{key(0, "kms: {endpoint: https://kms.example}")}, storage.Keyring{}, "ready; 0 kms; "},
		{"another TPM", []string{key(0, tpm)}, []string{key(0, tpm)}, other(func(k *storage.Keyring) { k.TPM = "two" }), fmt.Sprintf(refused, "tpm", "encryption key rejected")},
		{"no TPM", []string{key(0, tpm)}, []string{key(0, tpm)}, other(func(k *storage.Keyring) { k.TPM = "" }), fmt.Sprintf(refused, "tpm", "stat /dev/tpm0: no such file or directory")},
		{"secure boot switched off", []string{key(0, tpm)}, []string{key(0, tpm)}, other(func(k *storage.Keyring) { k.Secured = false }), fmt.Sprintf(refused, "tpm", "encryption key rejected")},
		{"secure boot switched off, without register 7", []string{key(0, "tpm: {options: {pcrs: []}}")}, []string{key(0, tpm)}, other(func(k *storage.Keyring) { k.Secured = false }), "ready; 0 tpm; "},
		{"STATE is another one", []string{key(0, static+", lockToState: true")}, []string{key(0, static+", lockToState: true")}, other(func(k *storage.Keyring) { k.Salt = "sand" }), fmt.Sprintf(refused, "static", "encryption key rejected")},
		{"the second key opens", []string{key(0, tpm), key(1, static)}, []string{key(0, tpm), key(1, static)}, other(func(k *storage.Keyring) { k.TPM = "two" }), "ready; 0 tpm; 1 static; "},
		{"a key comes beside the one that opens", []string{key(0, nodeID)}, []string{key(0, nodeID), key(1, static)}, ring, "ready; 0 nodeid; 1 static; "},
		{"a key goes beside the one that opens", []string{key(0, nodeID), key(1, static)}, []string{key(1, static)}, ring, "ready; 1 static; "},
		{"a key in the place of the only one", []string{key(0, nodeID)}, []string{key(0, static)}, ring, fmt.Sprintf(refused, "nodeid", "encryption key rejected")},
		{"a key of a TPM in the place of the only one", []string{key(0, nodeID)}, []string{key(0, tpm)}, ring, fmt.Sprintf(refused, "nodeid", "invalid token")},
		{"encrypted from now on", nil, []string{key(0, nodeID)}, ring, "failed; block dev type mismatch: xfs != luks"},
		{"no longer encrypted", []string{key(0, nodeID)}, nil, ring, "failed; 0 nodeid; filesystem type mismatch: luks != xfs"},
	} {
		t.Run(test.name, func(t *testing.T) {
			plugged := storage.Disks(disks())
			newID := func(label string) string { return "id of " + label }

			first := storage.Settle(parsed(t, encrypted(test.before...)), plugged, newID, ring, nil, false)
			if got := shownVolume(first); !strings.HasPrefix(got, "ready; ") {
				t.Fatalf("made %s", got)
			}

			if got := shownVolume(storage.Settle(parsed(t, encrypted(test.after...)), plugged, newID, test.later, nil, false)); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}

			// what is open stays so until the machine restarts
			open := storage.Settle(parsed(t, encrypted(test.after...)), plugged, newID, test.later, first.Volumes, false)
			if got := shownVolume(open); !strings.HasPrefix(got, "ready; ") {
				t.Errorf("while the machine runs: %s", got)
			}
		})
	}
}

func TestNewKeys(t *testing.T) {
	for _, test := range []struct {
		name string
		keys []string
		ring storage.Keyring
		want string
	}{
		{"no TPM", []string{key(0, "tpm: {}")}, storage.Keyring{}, "no handlers available to get encryption keys from: stat /dev/tpm0: no such file or directory"},
		{"no TPM beside a passphrase", []string{key(0, "tpm: {}"), key(1, "static: {passphrase: one}")}, storage.Keyring{}, "stat /dev/tpm0: no such file or directory"},
		{"an image without signatures", []string{key(0, "tpm: {}")}, storage.Keyring{TPM: "one"}, "no handlers available to get encryption keys from: failed to calculate sealing policy digest: open /.extra/tpm2-pcr-public-key.pem: no such file or directory"},
		{"a firmware that checks nothing", []string{key(0, "tpm: {checkSecurebootStatusOnEnroll: true}")}, storage.Keyring{TPM: "one", SignedImage: true}, "no handlers available to get encryption keys from: failed to enroll the TPM2 key, as SecureBoot is disabled (and checkSecurebootOnEnroll is enabled)"},
	} {
		t.Run(test.name, func(t *testing.T) {
			settled := storage.Settle(parsed(t, encrypted(test.keys...)), storage.Disks(disks()), func(label string) string { return label }, test.ring, nil, false)
			if got, want := shownVolume(settled), "failed; error formatting and encrypting volume: "+test.want; got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
		})
	}
}

func TestSystemDiskEncryption(t *testing.T) {
	ring := storage.Keyring{UUID: someUUID}
	plugged := storage.Disks(disks())
	newID := func(label string) string { return label }
	old := "  systemDiskEncryption: {ephemeral: {provider: luks2, keys: [{slot: 0, nodeID: {}}]}, state: {provider: luks2, keys: [{slot: 1, nodeID: {}}]}}\n"
	document := func(name string) string {
		return "---\napiVersion: v1alpha1\nkind: VolumeConfig\nname: " + name + "\nencryption: {provider: luks2, keys: [{slot: 0, nodeID: {}}]}\n"
	}

	made := storage.Settle(parsed(t, old), plugged, newID, ring, nil, false)
	if len(made.Volumes[0].Slots) != 1 || made.Blocked != "" {
		t.Errorf("made %+v, blocked %q", made.Volumes[0], made.Blocked)
	}

	// the same by its document
	if again := storage.Settle(parsed(t, document("EPHEMERAL")), plugged, newID, ring, nil, false); again.Blocked != "" {
		t.Errorf("blocked %q", again.Blocked)
	}

	if lost := storage.Settle(parsed(t, document("EPHEMERAL")), plugged, newID, storage.Keyring{UUID: otherUUID}, nil, false); !strings.HasPrefix(lost.Blocked, "volume EPHEMERAL: error opening encrypted volume") {
		t.Errorf("blocked %q", lost.Blocked)
	}

	slots, err := storage.OpenState(parsed(t, old), ring, false, nil)
	if err != nil || slots[1] != (machine.KeySlot{Kind: "nodeid", Secret: someUUID + "STATE"}) {
		t.Errorf("%v, %v", slots, err)
	}

	if _, err := storage.OpenState(parsed(t, old), storage.Keyring{UUID: otherUUID}, true, slots); err == nil {
		t.Error("opens with another UUID")
	}

	if _, err := storage.OpenState(parsed(t, document("STATE")), ring, true, nil); err == nil {
		t.Error("opens what is not encrypted")
	}
}
