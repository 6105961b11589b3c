package talos_test

import (
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"cdktf-proxmox-talos/simulator/internal/schematic"
	"cdktf-proxmox-talos/simulator/internal/standin"
)

const schematicType = "talos_image_factory_schematic"

// startFactory answers as the Image Factory does and keeps what it was asked.
func startFactory(t *testing.T, address string) *[]string {
	t.Helper()

	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp4", address)
	if err != nil {
		t.Fatal(err)
	}

	var asked []string

	server := &httptest.Server{Listener: listener, Config: &http.Server{Handler: http.HandlerFunc(
		func(writer http.ResponseWriter, request *http.Request) {
			body, _ := io.ReadAll(request.Body)
			asked = append(asked, request.Method+" "+request.URL.Path+" "+request.Header.Get("Content-Type")+string(body))

			switch request.URL.Path {
			case "/schematics":
				read, err := schematic.Read(body)
				if err != nil || slices.Contains(read.Customization.ExtraKernelArgs, "refused") {
					http.Error(writer, "no such argument", http.StatusBadRequest)

					return
				}

				id, _ := read.ID()

				writer.WriteHeader(http.StatusCreated)
				io.WriteString(writer, `{"id":"`+id+`"}`) //nolint:errcheck // a test
			case "/versions":
				io.WriteString(writer, `["v1.13.8","v1.13.9","v1.14.0-rc.1"]`) //nolint:errcheck // a test
			case "/version/v1.13.9/extensions/official":
				io.WriteString(writer, `[{"name":"siderolabs/iscsi-tools","ref":"r","digest":"d","author":"a","description":"x"},{"name":"siderolabs/qemu-guest-agent"}]`) //nolint:errcheck // a test
			case "/version/v1.13.9/overlays/official":
				io.WriteString(writer, `[{"name":"rpi_generic","image":"siderolabs/sbc-raspberrypi"},{"name":"rock4"}]`) //nolint:errcheck // a test
			default:
				http.NotFound(writer, request)
			}
		})}}
	server.Start()
	t.Cleanup(server.Close)

	return &asked
}

func TestSchematicIsPosted(t *testing.T) {
	asked := startFactory(t, "127.25.6.1:8080")
	provider := newProvider(t, content{"image_factory_url": "http://127.25.6.1:8080"})
	config := content{"schematic": "customization:\n  extraKernelArgs: [noapic, nolapic]\n  unheardOf: true\n"}

	state, said := provider.Apply(schematicType, nil, config)
	if len(said) > 0 || standin.Text(state["id"]) != "9cba8e32753f91a16c1837ab8abf356af021706ef284aef07380780177d9a06c" {
		t.Fatalf("state %s, %q", state, said)
	}

	if want := "POST /schematics application/yamlcustomization:\n    extraKernelArgs:\n        - noapic\n        - nolapic\n"; !slices.Equal(*asked, []string{want}) {
		t.Errorf("asked %q", *asked)
	}

	if plan := provider.Plan(schematicType, state, config); !plan.Planned["id"].Equal(state["id"]) {
		t.Error("the second plan changes it")
	}

	config["schematic"] = nil

	plan := provider.Plan(schematicType, state, config)
	if plan.Planned["id"].IsKnown() || len(plan.Replaces) > 0 {
		t.Error("the id of a changed schematic is known")
	}

	state, said = provider.ApplyPlan(schematicType, plan)
	if len(said) > 0 || standin.Text(state["id"]) != "376567988ad370138ad8b2698212367b8edcb69b5fd68c80be1f2ec7d603b4ba" {
		t.Errorf("state %s, %q", state, said)
	}
}

func TestSchematicThatIsRefused(t *testing.T) {
	startFactory(t, "127.25.6.2:8080")
	provider := newProvider(t, content{"image_factory_url": "http://127.25.6.2:8080"})

	for text, want := range map[string]string{
		"customization:\n  extraKernelArgs: [refused]\n": "failed to create schematic: invalid schematic: no such argument\n",
		"[": "failed to unmarshal schematic: ",
	} {
		state, said := provider.Apply(schematicType, nil, content{"schematic": text})
		if state != nil || len(said) != 1 || !strings.Contains(said[0], want) {
			t.Errorf("%q: %q", text, said)
		}
	}

	down := newProvider(t, content{"image_factory_url": "http://127.25.6.3:8080"})

	_, said := down.Apply(schematicType, nil, nil)
	if len(said) != 1 || !strings.Contains(said[0], "failed to create schematic: Post") || !strings.Contains(said[0], "connection refused") {
		t.Errorf("%q", said)
	}
}

func TestTheRealFactoryIsNotAsked(t *testing.T) {
	_, said := newProvider(t, nil).Apply(schematicType, nil, nil)
	if len(said) != 1 || !strings.Contains(said[0], "factory.talos.dev") || !strings.Contains(said[0], "is not an address of 127.0.0.0/8") {
		t.Errorf("%q", said)
	}
}

func TestListsOfTheFactory(t *testing.T) {
	startFactory(t, "127.25.6.4:8080")
	provider := newProvider(t, content{"image_factory_url": "http://127.25.6.4:8080"})

	for name, row := range map[string]struct {
		typeName, list string
		config         content
		want           int
	}{
		"all versions":      {"talos_image_factory_versions", "talos_versions", nil, 3},
		"stable versions":   {"talos_image_factory_versions", "talos_versions", content{"filters": content{"stable_versions_only": true}}, 2},
		"all extensions":    {"talos_image_factory_extensions_versions", "extensions_info", content{"talos_version": "v1.13.9"}, 2},
		"some extensions":   {"talos_image_factory_extensions_versions", "extensions_info", content{"talos_version": "v1.13.9", "filters": content{"names": []string{"iscsi"}}}, 1},
		"no such extension": {"talos_image_factory_extensions_versions", "extensions_info", content{"talos_version": "v1.13.9", "exact_filters": content{"names": []string{"iscsi"}}}, 0},
		"both filters": {"talos_image_factory_extensions_versions", "extensions_info", content{"talos_version": "v1.13.9",
			"filters": content{"names": []string{"iscsi"}}, "exact_filters": content{"names": []string{"siderolabs/qemu-guest-agent"}}}, 2},
		"an overlay": {"talos_image_factory_overlays_versions", "overlays_info", content{"talos_version": "v1.13.9", "filters": content{"name": "rpi"}}, 1},
	} {
		read, said := provider.Read(row.typeName, row.config)
		if list := standin.List(read[row.list]); len(said) > 0 || len(list) != row.want || standin.Text(read["id"]) != row.list {
			t.Errorf("%s: %s, %q", name, read, said)
		}
	}

	read, _ := provider.Read("talos_image_factory_extensions_versions", content{"talos_version": "v1.13.9"})
	if got := standin.Text(standin.Object(standin.List(read["extensions_info"])[0])["description"]); got != "x" {
		t.Errorf("the description is %q", got)
	}

	_, said := provider.Read("talos_image_factory_extensions_versions", content{"talos_version": "v1.2.0"})
	expectErrors(t, "an unknown version", said, []string{"failed to get talos extensions versions: request failed, code 404"})
}

func TestAddressesOfImages(t *testing.T) {
	provider := newProvider(t, content{"image_factory_url": "http://127.25.6.5:8080/"})

	for _, row := range []struct {
		config content
		want   map[string]string
	}{
		{content{"platform": "nocloud"}, map[string]string{
			"installer":            "127.25.6.5:8080/nocloud-installer/abc:v1.13.9",
			"installer_secureboot": "127.25.6.5:8080/nocloud-installer-secureboot/abc:v1.13.9",
			"iso":                  "http://127.25.6.5:8080/image/abc/v1.13.9/nocloud-amd64.iso",
			"disk_image":           "http://127.25.6.5:8080/image/abc/v1.13.9/nocloud-amd64.raw.xz",
			"pxe":                  "http://pxe.127.25.6.5:8080/pxe/abc/v1.13.9/nocloud-amd64",
			"kernel":               "",
		}},
		{content{"platform": "metal", "architecture": "arm64"}, map[string]string{
			"installer": "127.25.6.5:8080/metal-installer/abc:v1.13.9",
			"kernel":    "http://127.25.6.5:8080/image/abc/v1.13.9/kernel-arm64",
			"initramfs": "http://127.25.6.5:8080/image/abc/v1.13.9/initramfs-arm64.xz",
			"uki":       "http://127.25.6.5:8080/image/abc/v1.13.9/metal-arm64-secureboot-uki.efi",
		}},
		{content{"sbc": "rpi_generic"}, map[string]string{
			"installer":  "127.25.6.5:8080/metal-installer/abc:v1.13.9",
			"disk_image": "http://127.25.6.5:8080/image/abc/v1.13.9/metal-arm64.raw.xz",
			"iso":        "",
		}},
	} {
		row.config["talos_version"], row.config["schematic_id"] = "1.13.9", "abc"

		read, said := provider.Read("talos_image_factory_urls", row.config)
		if len(said) > 0 {
			t.Fatal(said)
		}

		for name, want := range row.want {
			if got := standin.Text(standin.At(read, "urls", name)); got != want {
				t.Errorf("%s is %q, want %q", name, got, want)
			}
		}
	}

	said := provider.ValidateRead("talos_image_factory_urls", content{"talos_version": "v1.13.9", "schematic_id": "abc", "platform": "nowhere", "sbc": "rpi_generic"})
	if len(said) != 2 {
		t.Errorf("%q", said)
	}
}
