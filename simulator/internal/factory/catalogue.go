package factory

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strings"

	"github.com/blang/semver/v4"
)

// catalogue is what is official, by minor version such as v1.13.
type catalogue map[string]minor

type minor struct {
	// ReadFrom is the release that the names were taken from; later ones are not known.
	ReadFrom   string   `json:"read_from"`
	Extensions []string `json:"extensions"`
	// Overlays are image and name, joined by a bar.
	Overlays []string `json:"overlays"`

	last    semver.Version
	aliases map[string]string
}

// readAliases reads old names of extensions with the new ones.
func readAliases(path string) (map[string]string, error) {
	if path == "" {
		return nil, fmt.Errorf("aliasesFile is missing; give the path of schemas/extension-aliases.json")
	}

	content, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("reading the old names of extensions: %w", err)
	}

	var read struct {
		Aliases map[string]string `json:"aliases"`
	}
	if err := json.Unmarshal(content, &read); err != nil {
		return nil, fmt.Errorf("the old names of extensions in %s cannot be read: %w", path, err)
	}

	return read.Aliases, nil
}

func readCatalogue(path, aliasesPath string) (catalogue, error) {
	if path == "" {
		return nil, fmt.Errorf("extensionsFile is missing; give the path of schemas/talos-extensions.json")
	}

	content, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("reading the official extensions: %w", err)
	}

	aliases, err := readAliases(aliasesPath)
	if err != nil {
		return nil, err
	}

	var read catalogue
	if err := json.Unmarshal(content, &read); err != nil {
		return nil, fmt.Errorf("the official extensions in %s cannot be read: %w", path, err)
	}

	for tag, of := range read {
		of.last, err = parseVersion(of.ReadFrom)
		if err != nil || minorTag(of.last) != tag {
			return nil, fmt.Errorf("%s says that %s was read from %q, which is no release of it", path, tag, of.ReadFrom)
		}

		for _, overlay := range of.Overlays {
			if !strings.Contains(overlay, "|") {
				return nil, fmt.Errorf("%s has the overlay %q; write image and name joined by |", path, overlay)
			}
		}

		of.aliases = aliases
		read[tag] = of
	}

	return read, nil
}

// versions lists all releases, the oldest first.
func (c catalogue) versions() []string {
	var releases []semver.Version

	for _, of := range c {
		for patch := range of.last.Patch + 1 {
			releases = append(releases, semver.Version{Major: of.last.Major, Minor: of.last.Minor, Patch: patch})
		}
	}

	semver.Sort(releases)

	names := make([]string, 0, len(releases))
	for _, version := range releases {
		names = append(names, "v"+version.String())
	}

	return names
}

// find returns a release by its version, with or without the v.
func (c catalogue) find(text string) (*release, error) {
	version, err := parseVersion(text)
	if err != nil {
		return nil, refused{http.StatusBadRequest, fmt.Sprintf("error parsing version: %v", err)}
	}

	of, known := c[minorTag(version)]
	if !known || len(version.Pre)+len(version.Build) > 0 || version.GT(of.last) {
		return nil, refused{http.StatusNotFound, fmt.Sprintf("version v%s is not available", version)}
	}

	return &release{minor: of, version: "v" + version.String()}, nil
}

func parseVersion(text string) (semver.Version, error) {
	return semver.Parse(strings.TrimPrefix(text, "v"))
}

func minorTag(version semver.Version) string {
	return fmt.Sprintf("v%d.%d", version.Major, version.Minor)
}

// release is a version of Talos with what is official for it.
type release struct {
	minor   minor
	version string
}

type extensionInfo struct {
	Name        string `json:"name"`
	Ref         string `json:"ref"`
	Digest      string `json:"digest"`
	Author      string `json:"author"`
	Description string `json:"description"`
}

func (r *release) extensions() []extensionInfo {
	infos := make([]extensionInfo, 0, len(r.minor.Extensions))

	for _, name := range r.minor.Extensions {
		reference := r.reference(name)
		infos = append(infos, extensionInfo{
			Name:        name,
			Ref:         reference,
			Digest:      digestOf(reference),
			Author:      "Sidero Labs",
			Description: "System extension " + name + ".",
		})
	}

	return infos
}

type overlayInfo struct {
	Name   string `json:"name"`
	Image  string `json:"image"`
	Ref    string `json:"ref"`
	Digest string `json:"digest"`
}

func (r *release) overlays() []overlayInfo {
	infos := make([]overlayInfo, 0, len(r.minor.Overlays))

	for _, overlay := range r.minor.Overlays {
		image, name, _ := strings.Cut(overlay, "|")
		reference := r.reference(image)
		infos = append(infos, overlayInfo{Name: name, Image: image, Ref: reference, Digest: digestOf(reference)})
	}

	return infos
}

// extension returns the extension that is built in for a name: the one of that name, else the one that had it before.
func (r *release) extension(name string) (string, bool) {
	for _, candidate := range []string{name, r.minor.aliases[name]} {
		if slices.Contains(r.minor.Extensions, candidate) {
			return candidate, true
		}
	}

	return "", false
}

// builtIn returns the extensions that are built in for the names of a schematic.
func (r *release) builtIn(names []string) ([]string, error) {
	var found []string

	for _, name := range names {
		extension, isThere := r.extension(name)
		if !isThere {
			return nil, refused{http.StatusBadRequest, fmt.Sprintf(
				"error enhancing profile from schematic: official extension %q is not available for Talos version %s",
				name, r.version)}
		}

		found = append(found, extension)
	}

	return found, nil
}

// overlay returns the overlay that is built in for the name in a schematic: its image there is not looked at, as Image
// Factory finds overlays by their name.
func (r *release) overlay(name string) (string, error) {
	if name == "" {
		return "", nil
	}

	for _, of := range r.overlays() {
		if of.Name == name {
			return of.Image + "|" + name, nil
		}
	}

	return "", refused{http.StatusBadRequest, fmt.Sprintf(
		"error enhancing profile from schematic: official overlay %q is not available for Talos version %s", name, r.version)}
}

func (r *release) reference(image string) string { return "ghcr.io/" + image + ":" + r.version }

func digestOf(reference string) string {
	sum := sha256.Sum256([]byte(reference))

	return "sha256:" + hex.EncodeToString(sum[:])
}
