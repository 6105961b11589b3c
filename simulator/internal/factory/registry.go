package factory

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/siderolabs/talos/pkg/machinery/platforms"
)

const (
	manifestType = "application/vnd.oci.image.manifest.v1+json"
	configType   = "application/vnd.oci.image.config.v1+json"
)

// manifest is what a registry says of an image.
type manifest struct {
	SchemaVersion int          `json:"schemaVersion"`
	MediaType     string       `json:"mediaType"`
	Config        descriptor   `json:"config"`
	Layers        []descriptor `json:"layers"`
}

// descriptor names content. Data holds all of it, so that nobody has to fetch blobs.
type descriptor struct {
	MediaType string `json:"mediaType"`
	Digest    string `json:"digest"`
	Size      int    `json:"size"`
	Data      []byte `json:"data,omitempty"`
}

// getManifest answers for the tag of an installer image.
func (s *service) getManifest(w http.ResponseWriter, request *http.Request) error {
	platform, secureBoot, err := installerPlatform(request.PathValue("image"))
	if err != nil {
		return err
	}

	id, tag := request.PathValue("id"), request.PathValue("reference")

	found, _, err := s.register.find(id)
	if err != nil {
		return err
	}

	if !strings.HasPrefix(tag, "v") {
		return notSimulated("an installer image by " + tag + "; ask for a tag such as v1.13.0")
	}

	release, err := s.catalogue.find(tag)
	if err != nil {
		return err
	}

	built, err := build(found, release)
	if err != nil {
		return err
	}

	built.SchematicID, built.Platform, built.Architecture, built.SecureBoot = id, platform, platforms.ArchAmd64, secureBoot
	content := built.Encode()

	answer, err := json.Marshal(manifest{
		SchemaVersion: 2, MediaType: manifestType,
		Config: descriptor{MediaType: configType, Digest: sumOf(content), Size: len(content), Data: content},
		Layers: []descriptor{},
	})
	if err != nil {
		return err
	}

	w.Header().Set("Content-Type", manifestType)
	w.Header().Set("Content-Length", strconv.Itoa(len(answer)))
	w.Header().Set("Docker-Content-Digest", sumOf(answer))

	if request.Method == http.MethodHead {
		return nil
	}

	_, err = w.Write(answer)

	return err
}

// installerPlatform is what an installer image is for: <platform>-installer, and installer alone for metal; those of secure
// boot have -secureboot at the end.
func installerPlatform(image string) (platform string, secureBoot bool, err error) {
	name, secureBoot := strings.CutSuffix(image, "-secureboot")
	if name == "installer" {
		return platforms.MetalPlatform().Name, secureBoot, nil
	}

	if platform, isInstaller := strings.CutSuffix(name, "-installer"); isInstaller && isPlatform(platform) {
		return platform, secureBoot, nil
	}

	return "", false, refused{http.StatusNotFound, fmt.Sprintf("invalid image: %s", image)}
}

func ping(w http.ResponseWriter, _ *http.Request) error {
	w.Header().Set("Docker-Distribution-Api-Version", "registry/2.0")

	return nil
}

func sumOf(content []byte) string { return fmt.Sprintf("sha256:%x", sha256.Sum256(content)) }
