package schematic_test

import (
	"bytes"
	"strings"
	"testing"

	"cdktf-proxmox-talos/simulator/internal/schematic"
)

func TestIDsThatImageFactoryGives(t *testing.T) {
	for text, want := range map[string]string{
		"customization: {}\n": "376567988ad370138ad8b2698212367b8edcb69b5fd68c80be1f2ec7d603b4ba",
		"customization:\n    systemExtensions:\n        officialExtensions:\n            - siderolabs/qemu-guest-agent\n":                                       "ce4c980550dd2ab1b17bbf2b08801c7eb59418eafe8f279833297925d67c7515",
		"customization:\n    extraKernelArgs:\n        - noapic\n        - nolapic\n":                                                                           "9cba8e32753f91a16c1837ab8abf356af021706ef284aef07380780177d9a06c",
		"customization:\n    meta:\n        - key: 10\n          value: foo\n":                                                                                  "d308a2a5ee2277bed5fbaa104fcbc8d59122abfa737df987a95b4ca763459a7f",
		"customization:\n    secureboot:\n        includeWellKnownCertificates: true\n":                                                                         "fa8e05f142a851d3ee568eb0a8e5841eaf6b0ebc8df9a63df16ac5ed2c04f3e6",
		"customization:\n    diskImage:\n        sectorSize: 4096\n":                                                                                            "92833e9ddd9bb9e11b2464fa5525429f01866306d52ebd882ee08d7918f6d1ea",
		"overlay:\n    image: siderolabs/sbc-raspberrypi\n    name: rpi_generic\ncustomization: {}\n":                                                           "ee21ef4a5ef808a9b7484cc0dda0f25075021691c8c09a276591eedb638ea1f9",
		"customization:\n    systemExtensions:\n        officialExtensions:\n            - siderolabs/iscsi-tools\n            - siderolabs/util-linux-tools\n": "613e1592b2da41ae5e265e8789429f22e121aab91cb4deb6bc3c0b6262961245",
		"customization:\n    systemExtensions:\n        officialExtensions:\n            - siderolabs/util-linux-tools\n            - siderolabs/iscsi-tools\n": "ffdc59f4fd5b62784876a03c3e31a81fbfecc871eaa7f27aca33b9f5ff1ec96e",
	} {
		read, err := schematic.Read([]byte(text))
		if err != nil {
			t.Fatalf("%q: %v", text, err)
		}

		canonical, err := read.Canonical()
		if err != nil || string(canonical) != text {
			t.Errorf("canonical text of %q is %q, error %v", text, canonical, err)
		}

		if got, err := read.ID(); err != nil || got != want {
			t.Errorf("id of %q is %s, want %s, error %v", text, got, want, err)
		}
	}
}

func TestFormattingDoesNotChangeTheID(t *testing.T) {
	const want = "ce4c980550dd2ab1b17bbf2b08801c7eb59418eafe8f279833297925d67c7515"

	for _, text := range []string{
		"customization:\n  systemExtensions:\n    officialExtensions:\n    - siderolabs/qemu-guest-agent\n",
		`{"customization":{"systemExtensions":{"officialExtensions":["siderolabs/qemu-guest-agent"]}}}`,
		"# agent\ncustomization: {systemExtensions: {officialExtensions: ['siderolabs/qemu-guest-agent']}}",
	} {
		read, err := schematic.Read([]byte(text))
		if err != nil {
			t.Fatalf("%q: %v", text, err)
		}

		if got, _ := read.ID(); got != want {
			t.Errorf("id of %q is %s, want %s", text, got, want)
		}
	}
}

func TestReadRefuses(t *testing.T) {
	for text, want := range map[string]string{
		"":                                  "the schematic is empty",
		"customization: {kernelArgs: [a]}":  "field kernelArgs not found",
		"customization: {bootloader: lilo}": "lilo does not belong to BootloaderKind values",
	} {
		if _, err := schematic.Read([]byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("reading %q gave %v, want %q", text, err, want)
		}
	}
}

func TestRunAnswersInOrder(t *testing.T) {
	var output bytes.Buffer
	if err := schematic.Run(strings.NewReader(`["customization: {}", "x: 1"]`), &output); err != nil {
		t.Fatal(err)
	}

	const want = `{"results":[{"id":"376567988ad370138ad8b2698212367b8edcb69b5fd68c80be1f2ec7d603b4ba","text":"customization: {}\n"},{"error":"`
	if got := output.String(); !strings.HasPrefix(got, want) || !strings.Contains(got, "field x not found") {
		t.Errorf("got %s", got)
	}
}
