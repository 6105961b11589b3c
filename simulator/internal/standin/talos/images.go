package talos

import (
	"context"
	"slices"
	"strings"

	"github.com/blang/semver/v4"
	"github.com/siderolabs/talos/pkg/machinery/platforms"

	"cdktf-proxmox-talos/simulator/internal/standin"
	"cdktf-proxmox-talos/simulator/internal/standin/rules"
)

func (f *factory) readVersions(ctx context.Context, config standin.Values) (standin.Values, error) {
	var versions []string
	if err := f.ask(ctx, nil, &versions, "versions"); err != nil {
		return nil, &standin.Fault{Summary: "failed to get talos versions", Detail: err.Error()}
	}

	if standin.Bool(standin.At(config, "filters", "stable_versions_only")) {
		var stable []string

		for _, version := range versions {
			parsed, err := semver.ParseTolerant(version)
			if err != nil {
				return nil, &standin.Fault{Summary: "failed to parse talos version", Detail: err.Error()}
			}

			if len(parsed.Pre) == 0 {
				stable = append(stable, version)
			}
		}

		versions = stable
	}

	// the provider does not repeat the filters in its answer
	standin.Set(config, "filters", nil)
	standin.Set(config, "id", "talos_versions")
	standin.Set(config, "talos_versions", slices.Clip(versions))

	return config, nil
}

func (f *factory) readExtensions(ctx context.Context, config standin.Values) (standin.Values, error) {
	var extensions []struct{ Name, Ref, Digest, Author, Description string }
	if err := f.ask(ctx, nil, &extensions, "version", standin.Text(config["talos_version"]), "extensions", "official"); err != nil {
		return nil, &standin.Fault{Summary: "failed to get talos extensions versions", Detail: err.Error()}
	}

	exact := standin.Texts(standin.At(config, "exact_filters", "names"))
	parts := standin.Texts(standin.At(config, "filters", "names"))
	wanted := []map[string]any{}

	for _, extension := range extensions {
		contains := func(part string) bool { return strings.Contains(extension.Name, part) }
		if len(exact)+len(parts) > 0 && !slices.Contains(exact, extension.Name) && !slices.ContainsFunc(parts, contains) {
			continue
		}

		wanted = append(wanted, map[string]any{"name": extension.Name, "ref": extension.Ref, "digest": extension.Digest,
			"author": extension.Author, "description": extension.Description})
	}

	standin.Set(config, "id", "extensions_info")
	standin.Set(config, "extensions_info", wanted)

	return config, nil
}

func (f *factory) readOverlays(ctx context.Context, config standin.Values) (standin.Values, error) {
	var overlays []struct{ Name, Image, Ref, Digest string }
	if err := f.ask(ctx, nil, &overlays, "version", standin.Text(config["talos_version"]), "overlays", "official"); err != nil {
		return nil, &standin.Fault{Summary: "failed to get talos overlays versions", Detail: err.Error()}
	}

	part := standin.Text(standin.At(config, "filters", "name"))
	wanted := []map[string]any{}

	for _, overlay := range overlays {
		if strings.Contains(overlay.Name, part) {
			wanted = append(wanted, map[string]any{"name": overlay.Name, "image": overlay.Image, "ref": overlay.Ref, "digest": overlay.Digest})
		}
	}

	standin.Set(config, "id", "overlays_info")
	standin.Set(config, "overlays_info", wanted)

	return config, nil
}

func imageURLs(f *factory) standin.DataSource {
	known := []string{platforms.MetalPlatform().Name}
	for _, platform := range platforms.CloudPlatforms() {
		known = append(known, platform.Name)
	}

	boards := make([]string, 0, len(platforms.SBCs()))
	for _, board := range platforms.SBCs() {
		boards = append(boards, board.Name)
	}

	return standin.DataSource{
		Rules: []standin.Rule{
			standin.ExactlyOne("platform", "sbc"),
			rules.OneOf("architecture", platforms.ArchAmd64, platforms.ArchArm64),
			rules.OneOf("platform", known...),
			rules.OneOf("sbc", boards...),
		},
		Read: f.readURLs,
	}
}

// readURLs asks nobody: the addresses follow from the arguments.
func (f *factory) readURLs(_ context.Context, config standin.Values) (standin.Values, error) {
	if config["architecture"].IsNull() {
		standin.Set(config, "architecture", platforms.ArchAmd64)
	}

	version := "v" + strings.TrimPrefix(standin.Text(config["talos_version"]), "v")
	if _, err := semver.ParseTolerant(version); err != nil {
		return nil, &standin.Fault{Attribute: "talos_version", Summary: "talos_version is not valid",
			Detail: "The provided version is not a valid semantic version."}
	}

	assets := assets{
		base:         strings.TrimSuffix(f.base.String(), "/"),
		host:         f.base.Host,
		scheme:       f.base.Scheme,
		release:      standin.Text(config["schematic_id"]) + "/" + version,
		image:        standin.Text(config["schematic_id"]) + ":" + version,
		architecture: standin.Text(config["architecture"]),
	}

	standin.Set(config, "id", "")
	standin.Set(config, "urls", assets.of(standin.Text(config["platform"])))

	return config, nil
}

// assets are the files of one release of one schematic.
type assets struct {
	base, host, scheme, release, image, architecture string
}

// of lists the addresses for a platform; none is a single-board computer.
func (a assets) of(platform string) map[string]any {
	if platform == "" {
		return map[string]any{"installer": a.host + "/metal-installer/" + a.image, "disk_image": a.file("metal-arm64.raw.xz")}
	}

	installer := a.host + "/" + platform + "-installer"
	urls := map[string]any{"installer": installer + "/" + a.image}

	metal := platforms.MetalPlatform()
	if platform == metal.Name {
		urls["installer_secureboot"] = installer + "-secureboot/" + a.image
		urls["iso"] = a.file(metal.ISOPath(a.architecture))
		urls["iso_secureboot"] = a.file(metal.SecureBootISOPath(a.architecture))
		urls["disk_image"] = a.file(metal.DiskImageDefaultPath(a.architecture))
		urls["disk_image_secureboot"] = a.file(metal.SecureBootDiskImageDefaultPath(a.architecture))
		urls["pxe"] = a.script(metal.PXEScriptPath(a.architecture))
		urls["kernel"] = a.file(metal.KernelPath(a.architecture))
		urls["kernel_command_line"] = a.file(metal.CmdlinePath(a.architecture))
		urls["initramfs"] = a.file(metal.InitramfsPath(a.architecture))
		urls["uki"] = a.file(metal.SecureBootUKIPath(a.architecture))

		return urls
	}

	for _, cloud := range platforms.CloudPlatforms() {
		if cloud.Name == platform {
			a.addCloud(urls, cloud, installer)
		}
	}

	return urls
}

func (a assets) addCloud(urls map[string]any, platform platforms.Platform, installer string) {
	if platform.SecureBootSupported {
		urls["installer_secureboot"] = installer + "-secureboot/" + a.image
	}

	for _, method := range platform.BootMethods {
		switch method {
		case platforms.BootMethodDiskImage:
			urls["disk_image"] = a.file(platform.DiskImageDefaultPath(a.architecture))
			if platform.SecureBootSupported {
				urls["disk_image_secureboot"] = a.file(platform.SecureBootDiskImageDefaultPath(a.architecture))
			}
		case platforms.BootMethodISO:
			urls["iso"] = a.file(platform.ISOPath(a.architecture))
			if platform.SecureBootSupported {
				urls["iso_secureboot"] = a.file(platform.SecureBootISOPath(a.architecture))
			}
		case platforms.BootMethodPXE:
			urls["pxe"] = a.script(platform.PXEScriptPath(a.architecture))
		}
	}
}

func (a assets) file(path string) string { return a.base + "/image/" + a.release + "/" + path }

func (a assets) script(path string) string {
	return a.scheme + "://pxe." + a.host + "/pxe/" + a.release + "/" + path
}
