// A verifier of Tenure's exports made of nothing of Tenure: the transparency-log packages of the Go
// checksum database (golang.org/x/mod/sumdb). Usage: verify_export FOLDER VERIFIER-KEY
package main

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func fail(format string, args ...interface{}) {
	fmt.Fprintf(os.Stderr, format+"\n", args...)
	os.Exit(1)
}

// C2SP tlog-tiles leaves the tile height out of the path.
func path(folder string, t tlog.Tile) string {
	return filepath.Join(folder, strings.Replace(t.Path(), "tile/8/", "tile/", 1))
}

type tiles struct {
	folder string
	cache  map[string][]byte
}

func (r *tiles) Height() int                     { return 8 }
func (r *tiles) SaveTiles([]tlog.Tile, [][]byte) {}
func (r *tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	out := make([][]byte, len(wanted))
	for i, t := range wanted {
		name := path(r.folder, t)
		if r.cache[name] == nil {
			data, err := os.ReadFile(name)
			if err != nil {
				return nil, err
			}
			r.cache[name] = data
		}
		out[i] = r.cache[name]
	}
	return out, nil
}

func openCheckpoint(folder, key string) tlog.Tree {
	verifier, err := note.NewVerifier(key)
	if err != nil {
		fail("key: %v", err)
	}
	text, err := os.ReadFile(filepath.Join(folder, "checkpoint"))
	if err != nil {
		fail("%v", err)
	}
	opened, err := note.Open(text, note.VerifierList(verifier))
	if err != nil {
		fail("checkpoint: %v", err)
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[0] != verifier.Name() {
		fail("checkpoint: not three lines of this log")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		fail("checkpoint: size: %v", err)
	}
	root, err := base64.StdEncoding.DecodeString(lines[2])
	if err != nil || len(root) != tlog.HashSize {
		fail("checkpoint: root")
	}
	tree := tlog.Tree{N: size}
	copy(tree.Hash[:], root)
	return tree
}

// The entries of all bundles, in order.
func readEntries(folder string, size int64) [][]byte {
	var out [][]byte
	for n := int64(0); n*256 < size; n++ {
		width := int64(256)
		if size-n*256 < width {
			width = size - n*256
		}
		name := path(folder, tlog.Tile{H: 8, L: 0, N: n, W: int(width)})
		name = strings.Replace(name, "/tile/0/", "/tile/entries/", 1)
		data, err := os.ReadFile(name)
		if err != nil {
			fail("%v", err)
		}
		for i := int64(0); i < width; i++ {
			if len(data) < 2 || len(data)-2 < int(binary.BigEndian.Uint16(data)) {
				fail("%s: cut off", name)
			}
			length := binary.BigEndian.Uint16(data)
			out = append(out, data[2:2+length])
			data = data[2+length:]
		}
		if len(data) != 0 {
			fail("%s: more than %d entries", name, width)
		}
	}
	return out
}

// The root from the entries alone, without any tile.
func rootOf(entries [][]byte) tlog.Hash {
	var stored []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		out := make([]tlog.Hash, len(indexes))
		for i, x := range indexes {
			out[i] = stored[x]
		}
		return out, nil
	})
	for i, entry := range entries {
		hashes, err := tlog.StoredHashes(int64(i), entry, reader)
		if err != nil {
			fail("entry %d: %v", i, err)
		}
		stored = append(stored, hashes...)
	}
	root, err := tlog.TreeHash(int64(len(entries)), reader)
	if err != nil {
		fail("%v", err)
	}
	return root
}

func checkInclusion(tree tlog.Tree, entries [][]byte, hashes tlog.HashReader) {
	for i, entry := range entries {
		proof, err := tlog.ProveRecord(tree.N, int64(i), hashes)
		if err != nil {
			fail("entry %d: %v", i, err)
		}
		if err := tlog.CheckRecord(proof, tree.N, tree.Hash, int64(i), tlog.RecordHash(entry)); err != nil {
			fail("entry %d: %v", i, err)
		}
	}
}

func checkConsistency(tree tlog.Tree, entries [][]byte, hashes tlog.HashReader) {
	for _, old := range []int64{1, 2, 3, 100, 255, 256, 257, 511, 512, 513, 999, tree.N} {
		if old > tree.N {
			continue
		}
		before, err := tlog.TreeHash(old, hashes)
		if err != nil {
			fail("size %d: %v", old, err)
		}
		if before != rootOf(entries[:old]) {
			fail("size %d: the tiles are not those of the entries", old)
		}
		proof, err := tlog.ProveTree(tree.N, old, hashes)
		if err != nil {
			fail("size %d: %v", old, err)
		}
		if err := tlog.CheckTree(proof, tree.N, tree.Hash, old, before); err != nil {
			fail("size %d: %v", old, err)
		}
	}
}

func main() {
	if len(os.Args) != 3 {
		fail("usage: verify_export FOLDER VERIFIER-KEY")
	}
	tree := openCheckpoint(os.Args[1], os.Args[2])
	entries := readEntries(os.Args[1], tree.N)
	if rootOf(entries) != tree.Hash {
		fail("the entries are not those of the checkpoint")
	}
	reader := &tiles{os.Args[1], map[string][]byte{}}
	hashes := tlog.TileHashReader(tree, reader)
	checkInclusion(tree, entries, hashes)
	checkConsistency(tree, entries, hashes)
	fmt.Printf("verified %d entries\n", tree.N)
}
